// The contents list of a long text follows the reader: the link of the section in view is marked and kept in sight.
document.addEventListener("DOMContentLoaded", () => {
  for (const list of document.querySelectorAll(".contents ol")) {
    const links = new Map();
    for (const link of list.querySelectorAll("a")) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    const passed = new Set();
    const follow = (entries) => {
      for (const { target, isIntersecting } of entries) passed[isIntersecting ? "add" : "delete"](target);
      list.querySelector("[aria-current]")?.removeAttribute("aria-current");
      const link = links.get([...links.keys()].findLast((heading) => passed.has(heading)));
      if (!link) return;
      link.setAttribute("aria-current", "location");
      const [top, room] = [link.offsetTop - list.offsetTop, list.clientHeight - link.offsetHeight];
      if (top < list.scrollTop || top > list.scrollTop + room) list.scrollTop = top - room / 2;
    };
    // A heading has been passed once it is above the lower two thirds of the window, however far above.
    const observer = new IntersectionObserver(follow, { rootMargin: "10000000px 0px -66% 0px" });
    for (const heading of links.keys()) observer.observe(heading);
  }
});
