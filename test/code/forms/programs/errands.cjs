'use strict';

function Errand(key) {
  this.key = key;
  this.next = null;
}

function Errands() {
  this.head = null;
}

Errands.prototype.push = function (key) {
  var errand = new Errand(key);
  errand.next = this.head;
  this.head = errand;
  return errand;
};

Errands.prototype.remove = function (errand) {
  if (this.head === errand) {
    this.head = errand.next;
  }
};

Errands.prototype.add = function (key) {
  var first = this.push(key);
  var second = this.push(key + '-b');
  this.remove(first);
  this.remove(second);
};

exports.Errands = Errands;
