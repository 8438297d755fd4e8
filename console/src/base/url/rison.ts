/**
 * JSON values in a form that stays readable in an address bar (the Rison notation):
 * `(kind:trend,series:!((event:purchase)))` instead of a wall of per cent signs.
 */

const PLAIN = /^[^-0-9 '!:(),*@$&=+#%?/\\"<>[\]{}|^`~][^ '!:(),*@$&=+#%?/\\"<>[\]{}|^`~]*$/u;

/** Write a JSON value. Keys whose value is undefined are left out, as in JSON. */
export function encode(value: unknown): string {
  if (value === null || value === undefined) return "!n";
  if (value === true) return "!t";
  if (value === false) return "!f";
  if (typeof value === "number") return Number.isFinite(value) ? String(value).replace("+", "") : "!n";
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `!(${value.map(encode).join(",")})`;
  const pairs = Object.entries(value as Record<string, unknown>).filter(([, v]) => v !== undefined);
  return `(${pairs.map(([k, v]) => `${text(k)}:${encode(v)}`).join(",")})`;
}

function text(value: string): string {
  return PLAIN.test(value) ? value : `'${value.replace(/['!]/g, (c) => `!${c}`)}'`;
}

/** Read a value back; throws SyntaxError on anything that `encode` would not have written. */
export function decode(source: string): unknown {
  let at = 0;

  const fail = (): never => {
    throw new SyntaxError(`not readable at ${at}`);
  };
  const expect = (char: string) => {
    if (source[at] !== char) fail();
    at += 1;
  };

  function quoted(): string {
    let out = "";
    expect("'");
    while (source[at] !== "'") {
      if (at >= source.length) fail();
      if (source[at] === "!") at += 1;
      if (at >= source.length) fail();
      out += source[at];
      at += 1;
    }
    at += 1;
    return out;
  }

  function bare(): string {
    const start = at;
    while (at < source.length && !/[,:()'!]/.test(source[at] ?? "")) at += 1;
    if (at === start) fail();
    return source.slice(start, at);
  }

  function list(): unknown[] {
    const out: unknown[] = [];
    expect("(");
    while (source[at] !== ")") {
      if (out.length > 0) expect(",");
      out.push(any());
    }
    at += 1;
    return out;
  }

  function record(): Record<string, unknown> {
    const out: Record<string, unknown> = {};
    let first = true;
    expect("(");
    while (source[at] !== ")") {
      if (!first) expect(",");
      first = false;
      const key = source[at] === "'" ? quoted() : bare();
      expect(":");
      // Defined as own property so that a key named __proto__ stays data.
      Object.defineProperty(out, key, { value: any(), enumerable: true, writable: true, configurable: true });
    }
    at += 1;
    return out;
  }

  function any(): unknown {
    const char = source[at];
    if (char === undefined) return fail();
    if (char === "'") return quoted();
    if (char === "(") return record();
    if (char === "!") {
      const kind = source[at + 1];
      if (kind === "(") {
        at += 1;
        return list();
      }
      at += 2;
      if (kind === "n") return null;
      if (kind === "t") return true;
      if (kind === "f") return false;
      return fail();
    }
    const word = bare();
    if (/^-?\d/.test(word)) {
      const number = Number(word);
      return Number.isFinite(number) ? number : fail();
    }
    return word;
  }

  const value = any();
  if (at !== source.length) fail();
  return value;
}

/** Escape for a query string, but no more than an address bar needs. */
export function escapeQuery(value: string): string {
  return encodeURIComponent(value).replace(/%2C|%3A|%40|%2F|%24/g, decodeURIComponent);
}
