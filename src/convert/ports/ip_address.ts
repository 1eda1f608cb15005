const OCTET_REGEXP = /^(0|[1-9]\d{0,2})$/;
const GROUP_REGEXP = /^[\da-f]{1,4}$/i;

/**
 * Reads an IP address as strictly as the Engine does: what it cannot read it takes for "all
 * addresses", without a word.
 *
 * @param text The address; an IPv6 address may stand in brackets.
 * @returns The address without brackets; `null` when it is none.
 */
export function parseIPAddress(text: string): string | null {
  if (isIPv4(text)) return text;
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  return isIPv6(bare) ? bare : null;
}

/** Tells whether a text is meant to be an IP address, well formed or not. */
export function resemblesIPAddress(text: string): boolean {
  if (text.includes(".") && /^[\d.]+$/.test(text)) return true;
  return text.indexOf(":") !== text.lastIndexOf(":");
}

function isIPv4(text: string): boolean {
  const octets = text.split(".", 5);
  return octets.length === 4 &&
    octets.every((octet) => OCTET_REGEXP.test(octet) && Number(octet) <= 255);
}

function isIPv6(text: string): boolean {
  const halves = text.split("::", 3);
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => half === "" ? [] : half.split(":", 9));
  const last = groups.at(-1);
  let count = groups.length;
  if (last !== undefined && last.includes(".")) {
    // The last four bytes as IPv4, which nothing may follow.
    if (!text.endsWith(last) || !isIPv4(last)) return false;
    groups.pop();
    count++;
  }
  if (!groups.every((group) => GROUP_REGEXP.test(group))) return false;
  return halves.length === 2 ? count < 8 : count === 8;
}
