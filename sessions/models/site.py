from django.db import models


class SiteSettings(models.Model):
    """The site's own words: one record."""

    name = models.CharField(max_length=100, default="Seminar readings")
    tagline = models.CharField(max_length=200, blank=True)
    logo = models.ImageField(upload_to="site", blank=True)
    footer = models.TextField(blank=True, help_text="A sentence at the foot of every page.")
    contact = models.EmailField(blank=True, help_text="Shown at the foot of every page.")

    class Meta:
        verbose_name = verbose_name_plural = "site settings"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_site_settings")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "SiteSettings":
        """The record, or the defaults where nobody has saved one."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
