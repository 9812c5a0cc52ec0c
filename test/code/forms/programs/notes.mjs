const kNotes = Symbol('notes');

class Note {
  constructor(key) {
    this.key = key;
    this.read = false;
  }
}

export class Notes {
  [kNotes] = new Set();

  add(key) {
    const note = new Note(key);
    this[kNotes].add(note);
    note.read = true;
    return this[kNotes].has(note);
  }
}
