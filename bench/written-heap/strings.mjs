/**
 * The string table: strings that the whole heap shares, numerals that name slots, then what each unit has of its
 * own, which is made while it is written.
 */
export class Strings {
  #indexes = new Map([['<dummy>', 0]]);

  /** @param {string} text @returns {number} */
  index(text) {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.#indexes.size);
    return this.#indexes.size - 1;
  }

  get count() {
    return this.#indexes.size;
  }

  /**
   * @param {import('./text-writer.mjs').TextWriter} writer
   * @param {import('./layout.mjs').Layout} layout
   * @param {number} numeralCount
   */
  write(writer, layout, numeralCount) {
    let separator = '';
    const put = (text) => {
      writer.text(`${separator}${quote(text)}`);
      separator = ',\n';
    };
    for (const text of this.#indexes.keys()) put(text);
    for (let numeral = 0; numeral < numeralCount; numeral++) put(String(numeral));
    for (const family of layout.families) {
      for (let unit = 0; unit < family.count; unit++) {
        const idOf = (node) => family.idOf(unit, node);
        const { texts } = family.variants[unit % family.variants.length];
        for (const makeText of texts.keys()) put(makeText(unit, idOf));
      }
    }
  }
}

/** As V8 writes strings: ASCII alone. */
function quote(text) {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, escapeCodeUnit);
}

function escapeCodeUnit(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
