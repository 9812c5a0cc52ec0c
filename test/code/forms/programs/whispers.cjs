'use strict';

function Whisper(text) {
  this.text = text;
  this.at = Date.now();
}

function Whispers() {
  this.bySlot = {};
}

Whispers.prototype.note = function (id, text) {
  if (!this.bySlot[id]) this.bySlot[id] = [];
  this.bySlot[id].push(new Whisper(text));
  if (this.bySlot[id].length > 100) this.bySlot[id].shift();
};

Whispers.prototype.add = function (key) {
  this.note(Number(key.slice(4)) % 16, key + '.');
};

exports.Whispers = Whispers;
