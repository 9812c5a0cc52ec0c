"use strict";
var __classPrivateFieldGet = (this && this.__classPrivateFieldGet) || function (receiver, state, kind, f) {
    if (kind === "a" && !f) throw new TypeError("Private accessor was defined without a getter");
    if (typeof state === "function" ? receiver !== state || !f : !state.has(receiver)) throw new TypeError("Cannot read private member from an object whose class did not declare it");
    return kind === "m" ? f : kind === "a" ? f.call(receiver) : f ? f.value : state.get(receiver);
};
var __classPrivateFieldSet = (this && this.__classPrivateFieldSet) || function (receiver, state, value, kind, f) {
    if (kind === "m") throw new TypeError("Private method is not writable");
    if (kind === "a" && !f) throw new TypeError("Private accessor was defined without a setter");
    if (typeof state === "function" ? receiver !== state || !f : !state.has(receiver)) throw new TypeError("Cannot write private member to an object whose class did not declare it");
    return (kind === "a" ? f.call(receiver, value) : f ? f.value = value : state.set(receiver, value)), value;
};
var _Strata_young, _Strata_old;
Object.defineProperty(exports, "__esModule", { value: true });
exports.Strata = void 0;
class Stratum {
    constructor(key) {
        this.key = key;
    }
}
class Strata {
    constructor() {
        _Strata_young.set(this, new Map());
        _Strata_old.set(this, new Map());
    }
    add(key) {
        __classPrivateFieldGet(this, _Strata_young, "f").set(key, new Stratum(key));
        if (__classPrivateFieldGet(this, _Strata_young, "f").size >= 900) {
            __classPrivateFieldSet(this, _Strata_old, __classPrivateFieldGet(this, _Strata_young, "f"), "f");
            __classPrivateFieldSet(this, _Strata_young, new Map(), "f");
        }
    }
    find(key) {
        return __classPrivateFieldGet(this, _Strata_young, "f").get(key) ?? __classPrivateFieldGet(this, _Strata_old, "f").get(key);
    }
}
exports.Strata = Strata;
_Strata_young = new WeakMap(), _Strata_old = new WeakMap();
