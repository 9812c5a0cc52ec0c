'use strict';

function Shout(text) {
  this.text = text;
  this.at = Date.now();
}

function Shouts() {
  this.byUser = {};
}

Shouts.prototype.note = function (id, text) {
  if (!this.byUser[id]) this.byUser[id] = [];
  this.byUser[id].push(new Shout(text));
  if (this.byUser[id].length > 10) this.byUser[id].shift();
};

Shouts.prototype.add = function (key) {
  this.note(key, key + '!');
};

exports.Shouts = Shouts;
