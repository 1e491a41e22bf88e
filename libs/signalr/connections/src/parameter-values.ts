/**
 * All values of a query's parameter. Servers of Microsoft's kind compare the names of parameters
 * ignoring case.
 */
export function parameterValues(query: URLSearchParams, lowerCaseName: string): readonly string[] {
  const values: string[] = [];
  // Not by iterating, which makes a list of every parameter.
  query.forEach((value, name) => {
    if (name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) {
      values.push(value);
    }
  });
  return values;
}
