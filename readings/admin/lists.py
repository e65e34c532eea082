"""Lists of the admin that stay quick however long they are: a page is counted and read, not the whole."""

from collections.abc import Mapping

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Aggregate, QuerySet
from django.http import HttpRequest


class QuickList(ChangeList):
    """Columns that hold whole texts are left in the database; what rows have is counted for those of the page."""

    def get_queryset(self, request: HttpRequest, **kwargs) -> QuerySet:
        return super().get_queryset(request, **kwargs).defer(*self.model_admin.not_in_list)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = {row.pk: row for row in self.result_list} if self.model_admin.counted else {}
        for name, count in self.model_admin.counted.items():
            counted = self.model._base_manager.filter(pk__in=rows).order_by().annotate(total=count)
            totals = dict(counted.values_list("pk", "total"))
            for number, row in rows.items():
                setattr(row, name, totals.get(number, 0))


class QuickListAdmin(admin.ModelAdmin):
    """`counted`: name -> count, an attribute of each row of a page. To sort by it, give a display the count itself."""

    show_full_result_count = False
    not_in_list: tuple[str, ...] = ()
    counted: Mapping[str, Aggregate] = {}

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return QuickList
