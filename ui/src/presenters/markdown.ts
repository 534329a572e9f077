//! Markdown as safe HTML: marked, then DOMPurify. No pictures, styles or forms; links carry their
//! address in data and go nowhere by themselves.
import DOMPurify from "dompurify";
import { marked } from "marked";

const TAGS = [
  "p br hr strong em del code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 a".split(" "),
  "table thead tbody tr th td input".split(" "),
].flat();

/** Blocks of a text: while it streams only the last one is rendered again. */
export function blocks(text: string): string[] {
  return marked
    .lexer(text)
    .map((token) => token.raw)
    .filter((raw) => raw.trim() !== "");
}

const held = new Map<string, string>();

/** Safe HTML of one block. The newest few hundred are kept. */
export function render(block: string): string {
  const known = held.get(block);
  if (known !== undefined) return known;
  const html = marked.parse(block, { async: false, gfm: true, breaks: true });
  const safe = purify(html);
  if (held.size > 400) held.clear();
  held.set(block, safe);
  return safe;
}

function purify(html: string): string {
  const body = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "type", "checked", "disabled", "start"],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of body.querySelectorAll("a")) asButton(link);
  // Lists of the agent's may have ticks; nothing else may be an input.
  for (const input of body.querySelectorAll("input")) {
    if (input.type !== "checkbox") input.remove();
    else input.disabled = true;
  }
  // The page has one h1 of its own and sections below it.
  for (const heading of body.querySelectorAll("h1, h2, h4, h5, h6")) lower(heading);
  const box = document.createElement("div");
  box.append(body);
  return box.innerHTML;
}

/** The address moves to `data-href`: nothing navigates, a click asks first. */
function asButton(link: HTMLAnchorElement): void {
  const href = link.getAttribute("href");
  link.removeAttribute("href");
  if (!href) return;
  link.dataset.href = href;
  link.setAttribute("role", "link");
  link.setAttribute("tabindex", "0");
}

function lower(heading: Element): void {
  const level = Number(heading.tagName.slice(1));
  const next = document.createElement(level < 3 ? "h3" : "h4");
  next.append(...heading.childNodes);
  heading.replaceWith(next);
}
