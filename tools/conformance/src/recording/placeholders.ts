/** Puts a name in the place of what is different each time. */
export function withPlaceholders(text: string): string {
  return text
    .replaceAll(/"invocationId":"[\da-f-]{36}"/g, '"invocationId":"<uuid>"')
    .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<jwt>');
}
