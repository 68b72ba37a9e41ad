import { type CST, Lexer, Parser } from 'yaml';

/** Why a text was not read to its end, and where. */
export interface Limit {
  readonly code: 'TOO_LARGE' | 'TOO_DEEP';
  /** Index into the text. */
  readonly offset: number;
  readonly message: string;
}

/** Words, signs and spaces after which parsing stops: some 50,000 lines. Each takes microseconds. */
const MAX_LEXEMES = 400_000;
/** Brackets within brackets, for which the parser needs much memory each. */
const MAX_BRACKETS = 200;
/** What the lexer puts before a value, so that it is not taken for a sign. */
const VALUE_AHEAD = '\x1f';
/** What the lexer adds to the text: that, the start of a document, and an unexpected end of brackets. */
const MARKS: readonly string[] = [VALUE_AHEAD, '\x02', '\x18'];

/** Gives the tokens of a text, and ends early where it is too much. */
export class BoundedParser {
  readonly #text: string;
  /** Set when it ended early. */
  limit: Limit | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Tokens as the parser of `yaml` gives them. */
  *parse(): Generator<CST.Token, void> {
    const parser = new Parser();
    let [lexemes, depth, offset] = [0, 0, 0];
    let isValue = false;
    for (const lexeme of new Lexer().lex(this.#text)) {
      lexemes += 1;
      if (!isValue && (lexeme === '[' || lexeme === '{')) depth += 1;
      if (!isValue && (lexeme === ']' || lexeme === '}')) depth -= 1;
      isValue = lexeme === VALUE_AHEAD;
      this.limit = limitAt(offset, lexemes, depth);
      if (this.limit !== undefined) return;
      if (!MARKS.includes(lexeme)) offset += lexeme.length;
      yield* parser.next(lexeme);
    }
    yield* parser.end();
  }
}

function limitAt(offset: number, lexemes: number, depth: number): Limit | undefined {
  if (lexemes > MAX_LEXEMES) {
    return { code: 'TOO_LARGE', offset, message: `this file has more than ${MAX_LEXEMES} words and signs` };
  }
  return depth > MAX_BRACKETS ? { code: 'TOO_DEEP', offset, message: 'nested far too deeply' } : undefined;
}
