'use strict';

function SpoolLine(key) {
  this.key = key;
  this.width = key.length;
}

function Spool() {
  this.lines = [];
  this.printed = 0;
}

Spool.prototype.add = function (key) {
  this.lines[this.lines.length] = new SpoolLine(key);
  if (this.lines.length >= 2000) this.print();
};

Spool.prototype.print = function () {
  this.printed += this.lines.length;
  this.lines.length = 0;
};

exports.Spool = Spool;
