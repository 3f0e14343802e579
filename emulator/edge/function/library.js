// What CloudFront's runtimes have beside ECMAScript's own objects, in their own
// dialect: it is metered as the functions that use it are.
(function (native) {
    function Buffer() {
        throw new TypeError('Buffer is not a constructor: use Buffer.from or Buffer.alloc');
    }

    function own(bytes) {
        Object.setPrototypeOf(bytes, Buffer.prototype);
        return bytes;
    }

    function isBytes(v) {
        return ArrayBuffer.isView(v) && typeof v.byteLength === 'number';
    }

    // view is the bytes of anything that has some, shared.
    function view(v) {
        if (v instanceof ArrayBuffer) {
            return new Uint8Array(v);
        }
        return new Uint8Array(v.buffer, v.byteOffset, v.byteLength);
    }

    // bytesOf is what methods take for a value: text in an encoding, bytes, a number.
    function bytesOf(v, encoding) {
        if (typeof v === 'string') {
            return new Uint8Array(native.encode(v, encoding));
        }
        if (isBytes(v)) {
            return view(v);
        }
        if (typeof v === 'number') {
            return new Uint8Array([v]);
        }
        throw new TypeError('value argument "' + v + '" is not a string or Buffer-like object');
    }

    function within(value, low, high, fallback) {
        var n = value === undefined ? fallback : Math.trunc(Number(value)) || 0;
        return Math.min(Math.max(n, low), high);
    }

    Buffer.alloc = function alloc(size, fill, encoding) {
        if (typeof size !== 'number' || size < 0) {
            throw new TypeError('size argument is invalid');
        }
        var b = own(new Uint8Array(size));
        if (fill !== undefined && fill !== 0) {
            b.fill(fill, encoding);
        }
        return b;
    };

    Buffer.allocUnsafe = function allocUnsafe(size) {
        return Buffer.alloc(size);
    };

    Buffer.byteLength = function byteLength(value, encoding) {
        if (typeof value === 'string') {
            return native.encode(value, encoding).byteLength;
        }
        if (value instanceof ArrayBuffer || isBytes(value)) {
            return value.byteLength;
        }
        throw new TypeError('first argument is not a string or Buffer-like object');
    };

    Buffer.compare = function compare(a, b) {
        if (!isBytes(a) || !isBytes(b)) {
            throw new TypeError('argument is not a Buffer or Uint8Array object');
        }
        return native.compare(view(a), view(b));
    };

    Buffer.concat = function concat(list, totalLength) {
        if (!Array.isArray(list)) {
            throw new TypeError('"list" argument must be an instance of Array');
        }
        var total = 0, i;
        for (i = 0; i < list.length; i++) {
            total += list[i].length;
        }
        if (totalLength !== undefined) {
            total = within(totalLength, 0, 1e9, 0);
        }
        var b = own(new Uint8Array(total)), at = 0;
        for (i = 0; i < list.length && at < total; i++) {
            var part = view(list[i]);
            if (part.length > total - at) {
                part = part.subarray(0, total - at);
            }
            b.set(part, at);
            at += part.length;
        }
        return b;
    };

    Buffer.from = function from(value, offsetOrEncoding, length) {
        if (typeof value === 'string') {
            return own(new Uint8Array(native.encode(value, offsetOrEncoding)));
        }
        if (value instanceof ArrayBuffer) {
            if (length === undefined) {
                return own(new Uint8Array(value, offsetOrEncoding || 0));
            }
            return own(new Uint8Array(value, offsetOrEncoding || 0, length));
        }
        if (isBytes(value) || Array.isArray(value)) {
            return own(new Uint8Array(value));
        }
        if (value && typeof value === 'object') {
            if (value.type === 'Buffer' && Array.isArray(value.data)) {
                return own(new Uint8Array(value.data));
            }
            var primitive = value.valueOf();
            if (primitive !== value && primitive !== undefined && primitive !== null) {
                return Buffer.from(primitive, offsetOrEncoding, length);
            }
            if (typeof value.length === 'number') {
                return own(new Uint8Array(value));
            }
        }
        throw new TypeError('first argument is not a string or Buffer-like object');
    };

    Buffer.isBuffer = function isBuffer(v) {
        return v instanceof Buffer;
    };

    Buffer.isEncoding = function isEncoding(encoding) {
        return native.isEncoding(encoding);
    };

    var proto = Object.create(Uint8Array.prototype);
    Object.defineProperty(Buffer, 'prototype', { value: proto });

    function method(name, f) {
        Object.defineProperty(proto, name, { value: f, writable: true, configurable: true });
    }

    method('constructor', Buffer);

    method('compare', function (target, targetStart, targetEnd, sourceStart, sourceEnd) {
        var a = view(this), b = view(target);
        b = b.subarray(within(targetStart, 0, b.length, 0), within(targetEnd, 0, b.length, b.length));
        a = a.subarray(within(sourceStart, 0, a.length, 0), within(sourceEnd, 0, a.length, a.length));
        return native.compare(a, b);
    });

    method('copy', function (target, targetStart, sourceStart, sourceEnd) {
        var to = view(target);
        var at = within(targetStart, 0, to.length, 0);
        var part = view(this).subarray(within(sourceStart, 0, this.length, 0), within(sourceEnd, 0, this.length, this.length));
        if (part.length > to.length - at) {
            part = part.subarray(0, to.length - at);
        }
        to.set(part, at);
        return part.length;
    });

    method('equals', function (other) {
        if (!isBytes(other)) {
            throw new TypeError('argument is not a Buffer or Uint8Array object');
        }
        return native.compare(view(this), view(other)) === 0;
    });

    method('fill', function (value, offset, end, encoding) {
        if (typeof offset === 'string') {
            encoding = offset;
            offset = undefined;
        } else if (typeof end === 'string') {
            encoding = end;
            end = undefined;
        }
        var from = within(offset, 0, this.length, 0), to = within(end, 0, this.length, this.length);
        var pattern = typeof value === 'number' ? new Uint8Array([value]) : bytesOf(value, encoding);
        if (pattern.length === 0) {
            pattern = new Uint8Array(1);
        }
        native.fill(view(this), pattern, from, to);
        return this;
    });

    function search(last) {
        return function (value, byteOffset, encoding) {
            if (typeof byteOffset === 'string') {
                encoding = byteOffset;
                byteOffset = undefined;
            }
            var at = byteOffset === undefined ? (last ? this.length : 0) : Math.trunc(Number(byteOffset)) || 0;
            if (at < 0) {
                at += this.length;
            }
            return native.index(view(this), bytesOf(value, encoding), at, last);
        };
    }

    method('indexOf', search(false));
    method('lastIndexOf', search(true));
    method('includes', function (value, byteOffset, encoding) {
        return this.indexOf(value, byteOffset, encoding) >= 0;
    });

    function part(start, end) {
        function index(v, fallback, n) {
            v = v === undefined ? fallback : Math.trunc(Number(v)) || 0;
            return Math.min(Math.max(v < 0 ? v + n : v, 0), n);
        }
        var from = index(start, 0, this.length), to = index(end, this.length, this.length);
        return own(new Uint8Array(this.buffer, this.byteOffset + from, Math.max(to - from, 0)));
    }

    method('subarray', part);
    method('slice', part);

    function swap(width) {
        return function () {
            if (this.length % width !== 0) {
                throw new RangeError('Buffer size must be a multiple of ' + width * 8 + '-bits');
            }
            for (var i = 0; i < this.length; i += width) {
                view(this).subarray(i, i + width).set(Array.prototype.reverse.call(Array.prototype.slice.call(this, i, i + width)));
            }
            return this;
        };
    }

    method('swap16', swap(2));
    method('swap32', swap(4));
    method('swap64', swap(8));

    method('toJSON', function () {
        return { type: 'Buffer', data: Array.prototype.slice.call(this) };
    });

    method('toString', function (encoding, start, end) {
        var from = within(start, 0, this.length, 0), to = within(end, 0, this.length, this.length);
        return native.decode(view(this).subarray(from, Math.max(from, to)), encoding);
    });

    method('write', function (string, offset, length, encoding) {
        if (typeof offset === 'string') {
            encoding = offset;
            offset = undefined;
        } else if (typeof length === 'string') {
            encoding = length;
            length = undefined;
        }
        var at = within(offset, 0, this.length, 0);
        var room = within(length, 0, this.length - at, this.length - at);
        var bytes = new Uint8Array(native.encode(string, encoding));
        bytes = bytes.subarray(0, native.whole(bytes, room, encoding));
        view(this).set(bytes, at);
        return bytes.length;
    });

    function place(buffer, offset, width) {
        offset = offset === undefined ? 0 : offset;
        if (typeof offset !== 'number' || offset % 1 !== 0 || offset < 0 || offset + width > buffer.length) {
            throw new RangeError('index ' + offset + ' is outside the bound of the buffer');
        }
        return new DataView(buffer.buffer, buffer.byteOffset + offset, width);
    }

    function fixed(name, kind, width, little) {
        method('read' + name, function (offset) {
            return place(this, offset, width)['get' + kind](0, little);
        });
        method('write' + name, function (value, offset) {
            place(this, offset, width)['set' + kind](0, value, little);
            return (offset || 0) + width;
        });
    }

    fixed('Int8', 'Int8', 1, false);
    fixed('UInt8', 'Uint8', 1, false);
    [['Int16', 'Int16', 2], ['UInt16', 'Uint16', 2], ['Int32', 'Int32', 4], ['UInt32', 'Uint32', 4],
        ['Float', 'Float32', 4], ['Double', 'Float64', 8]].forEach(function (k) {
        fixed(k[0] + 'BE', k[1], k[2], false);
        fixed(k[0] + 'LE', k[1], k[2], true);
    });

    function variable(name, signed, little) {
        function checked(width) {
            if (typeof width !== 'number' || width % 1 !== 0 || width < 1 || width > 6) {
                throw new RangeError('byteLength must be from 1 to 6');
            }
        }
        method('read' + name, function (offset, width) {
            checked(width);
            var at = place(this, offset, width), n = 0;
            for (var i = 0; i < width; i++) {
                n = n * 256 + at.getUint8(little ? width - 1 - i : i);
            }
            return signed && n >= Math.pow(2, width * 8 - 1) ? n - Math.pow(2, width * 8) : n;
        });
        method('write' + name, function (value, offset, width) {
            checked(width);
            var at = place(this, offset, width);
            if (value < 0) {
                value += Math.pow(2, width * 8);
            }
            for (var i = 0; i < width; i++) {
                at.setUint8(little ? i : width - 1 - i, value % 256);
                value = Math.floor(value / 256);
            }
            return offset + width;
        });
    }

    variable('IntBE', true, false);
    variable('IntLE', true, true);
    variable('UIntBE', false, false);
    variable('UIntLE', false, true);

    function TextEncoder() {
        if (!(this instanceof TextEncoder)) {
            throw new TypeError('Constructor of TextEncoder requires "new"');
        }
    }

    TextEncoder.prototype.encoding = 'utf-8';
    TextEncoder.prototype.encode = function encode(text) {
        return new Uint8Array(native.encode(text === undefined ? '' : String(text), 'utf8'));
    };
    TextEncoder.prototype.encodeInto = function encodeInto(text, to) {
        text = String(text);
        var bytes = new Uint8Array(native.encode(text, 'utf8'));
        var written = native.whole(bytes, to.length, 'utf8');
        bytes = bytes.subarray(0, written);
        to.set(bytes);
        return { read: native.decode(bytes, 'utf8').length, written: written };
    };

    function TextDecoder(encoding, options) {
        if (!(this instanceof TextDecoder)) {
            throw new TypeError('Constructor of TextDecoder requires "new"');
        }
        encoding = encoding === undefined ? 'utf-8' : String(encoding).toLowerCase();
        if (encoding !== 'utf-8' && encoding !== 'utf8') {
            throw new RangeError('The "' + encoding + '" encoding is not supported');
        }
        options = options || {};
        Object.defineProperties(this, {
            encoding: { value: 'utf-8' },
            fatal: { value: !!options.fatal },
            ignoreBOM: { value: !!options.ignoreBOM }
        });
    }

    TextDecoder.prototype.decode = function decode(bytes) {
        if (bytes === undefined) {
            return '';
        }
        var b = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : view(bytes);
        if (this.fatal && !native.valid(b)) {
            throw new TypeError('The encoded data was not valid');
        }
        if (!this.ignoreBOM && b.length > 2 && b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) {
            b = b.subarray(3);
        }
        return native.decode(b, 'utf8');
    };

    var querystring = {
        escape: function escape(string) {
            return encodeURIComponent(String(string));
        },
        unescape: function unescape(string) {
            return native.unescape(String(string));
        },
        parse: function parse(string, separator, equal, options) {
            var result = {};
            if (typeof string !== 'string' || string === '') {
                return result;
            }
            separator = separator || '&';
            equal = equal || '=';
            var decode = options && options.decodeURIComponent || querystring.unescape;
            var maxKeys = options && typeof options.maxKeys === 'number' ? options.maxKeys : 1000;
            var parts = string.split(separator);
            for (var i = 0; i < parts.length && (maxKeys <= 0 || i < maxKeys); i++) {
                if (parts[i] === '') {
                    continue;
                }
                var text = parts[i].replace(/\+/g, ' ');
                var at = text.indexOf(equal);
                var key = decode(at < 0 ? text : text.slice(0, at));
                var value = at < 0 ? '' : decode(text.slice(at + equal.length));
                if (!Object.prototype.hasOwnProperty.call(result, key)) {
                    result[key] = value;
                } else if (Array.isArray(result[key])) {
                    result[key].push(value);
                } else {
                    result[key] = [result[key], value];
                }
            }
            return result;
        },
        stringify: function stringify(object, separator, equal, options) {
            if (object === null || typeof object !== 'object') {
                return '';
            }
            separator = separator || '&';
            equal = equal || '=';
            var encode = options && options.encodeURIComponent || querystring.escape;
            function text(v) {
                var t = typeof v;
                return t === 'string' || t === 'boolean' || t === 'number' && isFinite(v) ? encode(String(v)) : '';
            }
            var parts = [];
            Object.keys(object).forEach(function (key) {
                var values = Array.isArray(object[key]) ? object[key] : [object[key]];
                values.forEach(function (v) {
                    parts.push(encode(key) + equal + text(v));
                });
            });
            return parts.join(separator);
        }
    };
    querystring.decode = querystring.parse;
    querystring.encode = querystring.stringify;

    return { Buffer: Buffer, TextEncoder: TextEncoder, TextDecoder: TextDecoder, querystring: querystring };
})
