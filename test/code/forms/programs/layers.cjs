"use strict";
var __classPrivateFieldGet = (this && this.__classPrivateFieldGet) || function (receiver, state, kind, f) {
    if (kind === "a" && !f) throw new TypeError("Private accessor was defined without a getter");
    if (typeof state === "function" ? receiver !== state || !f : !state.has(receiver)) throw new TypeError("Cannot read private member from an object whose class did not declare it");
    return kind === "m" ? f : kind === "a" ? f.call(receiver) : f ? f.value : state.get(receiver);
};
var _Layers_instances, _Layers_rows, _Layers_order, _Layers_trim;
Object.defineProperty(exports, "__esModule", { value: true });
exports.Layers = void 0;
class Layer {
    constructor(key) {
        this.key = key;
    }
}
class Layers {
    constructor() {
        _Layers_instances.add(this);
        _Layers_rows.set(this, new Map());
        _Layers_order.set(this, []);
    }
    add(key) {
        __classPrivateFieldGet(this, _Layers_rows, "f").set(key, new Layer(key));
        __classPrivateFieldGet(this, _Layers_order, "f").push(key);
        __classPrivateFieldGet(this, _Layers_instances, "m", _Layers_trim).call(this);
    }
}
exports.Layers = Layers;
_Layers_rows = new WeakMap(), _Layers_order = new WeakMap(), _Layers_instances = new WeakSet(), _Layers_trim = function _Layers_trim() {
    while (__classPrivateFieldGet(this, _Layers_order, "f").length > 50) {
        __classPrivateFieldGet(this, _Layers_order, "f").shift();
    }
};
