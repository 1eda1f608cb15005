import { quote } from "../text/quote.ts";

/** Tells whether a text is a page for people, as proxies and other servers send. */
export function isPage(text: string): boolean {
  return /^\s*<(?:!doctype html|html|head|body)\b/i.test(text);
}

/** Describes a page for people, by its title or heading where it has one. */
export function page(text: string): string {
  const title = /<(?:title|h1)[^>]*>([^<]*)/i.exec(text.slice(0, 10_000))?.[1]?.trim();
  return title ? `an HTML page, ${quote(title)}` : "an HTML page";
}
