const EXISTS_REGEXP = /content digest|content is missing|was found but|not provide the specified/i;

/**
 * Tells, by the Engine's words of a 404, whether an image is missing, rather than some of the
 * content or a platform of one that exists.
 *
 * @param explanation The Engine's words.
 */
export function isImageMissing(explanation: string): boolean {
  return !EXISTS_REGEXP.test(explanation);
}
