// What a reader marked: kept in this browser's localStorage and in files the reader saves, never sent.
//
// data: {papers: Map of slug -> paper, sessions: Map of path -> session}
// paper: {slug, title, url, authors, links: [{name, url}], state: "" | "todo" | "read", starred, line, session, changed}
// session: {url, title, course, date: "" | "2024-01-16", questions, changed}
// A paper's `session` is the path of the one it was marked in, or ""; `changed` is an ISO time.
const progress = (() => {
  const KEY = "reading-progress";
  const VERSION = 1;
  const LONGEST_LINE = 500;
  const LONGEST_FILE = 5_000_000;
  const NOT_KEPT =
    "This browser keeps nothing for this site (a private window, or storage is switched off): your marks last until you leave the page.";
  const FULL = "This browser has no room left for this site: the last change was not kept. Save your list as a file.";
  const UNREADABLE =
    "What this browser has kept of your list cannot be read, so nothing is changed in it. Under “My list” it can be removed.";

  const isText = (value, longest) => typeof value === "string" && value.length <= longest;
  const isPath = (value) => isText(value, 1000) && /^\/(?![/\\])/.test(value);
  const isAddress = (value) => isPath(value) || (isText(value, 3000) && /^https?:\/\//i.test(value));
  const isTime = (value) => isText(value, 40) && !Number.isNaN(Date.parse(value));
  const isLink = (link) => isText(link?.name, 500) && isAddress(link.url);

  const isPaper = (paper) =>
    isText(paper?.slug, 200) &&
    isText(paper.title, 1000) &&
    isPath(paper.url) &&
    isText(paper.authors, 5000) &&
    Array.isArray(paper.links) &&
    paper.links.every(isLink) &&
    ["", "todo", "read"].includes(paper.state) &&
    typeof paper.starred === "boolean" &&
    isText(paper.line, LONGEST_LINE) &&
    (paper.session === "" || isPath(paper.session)) &&
    isTime(paper.changed);

  const isSession = (session) =>
    isPath(session?.url) &&
    isText(session.title, 1000) &&
    isText(session.course, 1000) &&
    /^(\d{4}-\d{2}-\d{2})?$/.test(session.date) &&
    isText(session.questions, 20_000) &&
    isTime(session.changed);

  const empty = () => ({ papers: new Map(), sessions: new Map() });

  // The data of a file's text; throws an Error whose message says what is wrong with it.
  const parsed = (text) => {
    if (text.length > LONGEST_FILE) throw new Error("The file is too large to be a list saved here.");
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      throw new Error("The file is broken: it is not JSON.");
    }
    if (found?.format !== KEY) throw new Error("The file is not a list saved here.");
    if (found.version !== VERSION) throw new Error(`The file has version ${found.version}; this site reads ${VERSION}.`);
    const data = empty();
    for (const [name, isWhole, key] of [["papers", isPaper, "slug"], ["sessions", isSession, "url"]]) {
      if (!Array.isArray(found[name])) throw new Error(`The file is broken: it has no ${name}.`);
      const wrong = found[name].findIndex((entry) => !isWhole(entry));
      if (wrong >= 0) throw new Error(`The file is broken: number ${wrong + 1} of its ${name} cannot be read.`);
      for (const entry of found[name]) data[name].set(entry[key], entry);
    }
    return data;
  };

  const written = (data) =>
    JSON.stringify({
      format: KEY,
      version: VERSION,
      papers: [...data.papers.values()],
      sessions: [...data.sessions.values()],
    });

  // Entries of both; of two with one key the one changed later.
  const merged = (ours, theirs) => {
    const both = { papers: new Map(ours.papers), sessions: new Map(ours.sessions) };
    for (const name of ["papers", "sessions"]) {
      for (const [key, entry] of theirs[name]) {
        const own = both[name].get(key);
        if (!own || Date.parse(own.changed) < Date.parse(entry.changed)) both[name].set(key, entry);
      }
    }
    return both;
  };

  // Sessions without questions stay only while a paper needs them.
  const pruned = (data) => {
    const needed = new Set([...data.papers.values()].map((paper) => paper.session));
    for (const [url, session] of data.sessions) if (!session.questions && !needed.has(url)) data.sessions.delete(url);
    return data;
  };

  const withMark = (data, about, change, session, changed) => {
    const blank = { state: "", starred: false, line: "", session: "" };
    const paper = { ...blank, ...data.papers.get(about.slug), ...about, ...change, changed };
    if (session) {
      paper.session = session.url;
      data.sessions.set(session.url, { questions: "", changed, ...data.sessions.get(session.url), ...session });
    }
    if (paper.state || paper.starred || paper.line) data.papers.set(paper.slug, paper);
    else data.papers.delete(paper.slug);
    return pruned(data);
  };

  const withQuestions = (data, session, questions, changed) => {
    data.sessions.set(session.url, { ...session, questions, changed });
    return pruned(data);
  };

  const readOf = (data, slugs) => [...slugs].filter((slug) => data.papers.get(slug)?.state === "read").length;

  const isoDay = (day) =>
    [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

  // [Monday, Sunday] of a day's week, as "2024-01-15".
  const weekOf = (day) =>
    [1, 7].map((weekday) =>
      isoDay(new Date(day.getFullYear(), day.getMonth(), day.getDate() - (day.getDay() || 7) + weekday)),
    );

  // The papers of this week's sessions, and what is to read by the end of the week or has no day: [[session, papers], ...].
  const thisWeek = (data, day) => {
    const [monday, sunday] = weekOf(day);
    const groups = new Map();
    for (const paper of data.papers.values()) {
      const session = data.sessions.get(paper.session);
      const date = session?.date ?? "";
      const isDue = paper.state === "todo" && date <= sunday;
      if (!isDue && !(date >= monday && date <= sunday)) continue;
      groups.set(session, [...(groups.get(session) ?? []), paper]);
    }
    for (const session of data.sessions.values()) {
      const isNow = session.date >= monday && session.date <= sunday;
      if (session.questions && isNow && !groups.has(session)) groups.set(session, []);
    }
    return [...groups].sort(([a], [b]) => (a?.date || "9") < (b?.date || "9") ? -1 : 1);
  };

  const asText = (groups, origin) => {
    const lines = [];
    for (const [session, papers] of groups) {
      if (lines.length) lines.push("");
      lines.push(session ? [session.title, session.course, session.date].filter(Boolean).join(", ") : "Further papers");
      for (const paper of papers) {
        lines.push(`[${paper.state === "read" ? "x" : " "}] ${paper.title}${paper.authors ? ` (${paper.authors})` : ""}`);
        lines.push(`    ${paper.links[0] ? new URL(paper.links[0].url, origin) : origin + paper.url}`);
        if (paper.line) lines.push(`    ${paper.line}`);
      }
      const questions = (session?.questions ?? "").split("\n").filter((line) => line.trim());
      lines.push(...questions.map((line) => `? ${line.trim()}`));
    }
    return lines.join("\n");
  };

  // ---- What this browser keeps.
  let unkept = empty(); // stands in where nothing can be kept
  let problem = "";
  const listeners = [];

  const storage = () => {
    try {
      return window.localStorage;
    } catch {
      return null;
    }
  };

  const load = () => {
    const store = storage();
    if (!store) return unkept;
    const text = store.getItem(KEY);
    problem = "";
    if (text === null) return empty();
    try {
      return parsed(text);
    } catch {
      problem = UNREADABLE;
      return empty();
    }
  };

  const tell = () => listeners.forEach((listener) => listener());

  // Applies a change to what is kept now, by whichever tab; returns "" or what went wrong.
  const update = (change) => {
    const before = load();
    if (problem) return problem;
    const data = change(before);
    const store = storage();
    let said = "";
    if (store) {
      try {
        if (data.papers.size || data.sessions.size) store.setItem(KEY, written(data));
        else store.removeItem(KEY);
      } catch {
        said = FULL;
      }
    } else {
      unkept = data;
      said = NOT_KEPT;
    }
    tell();
    return said;
  };

  const forget = () => {
    storage()?.removeItem(KEY);
    unkept = empty();
    tell();
  };

  window.addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) tell();
  });

  return {
    load,
    problem: () => problem,
    mark: (about, change, session) =>
      update((data) => withMark(data, about, change, session, new Date().toISOString())),
    ask: (session, questions) => update((data) => withQuestions(data, session, questions, new Date().toISOString())),
    add: (text) => {
      const theirs = parsed(text);
      return update((data) => merged(data, theirs));
    },
    forget,
    isLink,
    onChange: (listener) => listeners.push(listener),
    parsed,
    written,
    readOf,
    thisWeek,
    asText,
  };
})();
