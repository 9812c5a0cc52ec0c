'use strict';

const underWay = new Map();
let lost = 0;

class Quest {
  constructor(key) {
    this.key = key;
    this.steps = 0;
  }
}

const ask = (quest) =>
  new Promise((resolve, reject) => {
    setTimeout(() => (quest.key.endsWith('3') || quest.key.endsWith('6') ? reject(new Error('no')) : resolve(quest)), 4);
  });

function begin(key) {
  const quest = new Quest(key);
  underWay.set(key, quest);
  ask(quest)
    .then(() => underWay.delete(key))
    .catch(() => {
      lost += 1;
    });
}

module.exports = class Quests {
  static get lost() {
    return lost;
  }
  add(key) {
    begin(key);
  }
};
module.exports.Quests = module.exports;
