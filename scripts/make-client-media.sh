#!/usr/bin/env bash
# Makes the real files that the gallery's worlds hold when libraries take them:
# four seconds of H.264 as HLS, encrypted HLS, and a file of byte ranges for HLS,
# DASH and <video>; captions; a picture; a font; a script; maps; a table. Its output is committed.
#
#   scripts/make-client-media.sh [FOLDER]      default: clients/testdata/files
#
# Needs ffmpeg with libx264, openssl, and python3 with fonttools and brotli.
set -euo pipefail

cd "$(dirname "$0")/.."
out=${1:-clients/testdata/files}
mkdir -p "$out/vod"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ff() { ffmpeg -hide_banner -loglevel error -y -f lavfi -i testsrc2=s=160x90:r=10:d=4 "$@"; }
video=(-c:v libx264 -profile:v baseline -level 1.3 -preset veryslow -crf 42 -pix_fmt yuv420p -g 20 -keyint_min 20 -sc_threshold 0 -threads 1 -flags +bitexact -fflags +bitexact)

playlist() { # FILE LINES-BEFORE-THE-SEGMENT…
  printf '%s\n' '#EXTM3U' '#EXT-X-VERSION:7' '#EXT-X-TARGETDURATION:4' '#EXT-X-PLAYLIST-TYPE:VOD' "${@:2}" '#EXT-X-ENDLIST' >"$out/vod/$1"
}

ff "${video[@]}" -f mpegts "$out/vod/segment.ts"
playlist index.m3u8 '#EXTINF:4.0,' segment.ts

# The key's host is the gallery's; the tests say where it is.
printf 'sixteen letters!' >"$out/key.bin"
openssl aes-128-cbc -e -K "$(xxd -p "$out/key.bin")" -iv 00000000000000000000000000000001 -in "$out/vod/segment.ts" -out "$out/vod/encrypted.ts"
playlist encrypted.m3u8 '#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example.com/key.bin",IV=0x00000000000000000000000000000001' '#EXTINF:4.0,' encrypted.ts

# One file of fragments with an index in front: ISO/IEC 14496-12, sidx.
ff "${video[@]}" -movflags +frag_keyframe+empty_moov+default_base_moof+dash+global_sidx "$out/vod/range.mp4"
python3 - "$out/vod" <<'PY'
import struct, sys
data = open(sys.argv[1] + '/range.mp4', 'rb').read()
boxes, at = [], 0
while at < len(data):
    size, kind = struct.unpack('>I4s', data[at:at + 8])
    boxes.append((kind.decode(), at, size))
    at += size
init = next(at + size for kind, at, size in boxes if kind == 'moov')
sidx = next((at, at + size - 1) for kind, at, size in boxes if kind == 'sidx')
moofs = [at for kind, at, _ in boxes if kind == 'moof']
ends = moofs[1:] + [next((at for kind, at, _ in boxes if kind == 'mfra'), len(data))]
lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:2', '#EXT-X-PLAYLIST-TYPE:VOD', f'#EXT-X-MAP:URI="range.mp4",BYTERANGE="{init}@0"']
for start, end in zip(moofs, ends):
    lines += ['#EXTINF:2.0,', f'#EXT-X-BYTERANGE:{end - start}@{start}', 'range.mp4']
open(sys.argv[1] + '/range.m3u8', 'w').write('\n'.join(lines + ['#EXT-X-ENDLIST', '']))
open(sys.argv[1] + '/index.mpd', 'w').write(f'''<?xml version="1.0" encoding="utf-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" type="static" mediaPresentationDuration="PT4S" minBufferTime="PT2S">
  <Period>
    <AdaptationSet contentType="video" mimeType="video/mp4" subsegmentAlignment="true">
      <Representation id="v" codecs="avc1.42c00d" bandwidth="40000" width="160" height="90">
        <BaseURL>range.mp4</BaseURL>
        <SegmentBase indexRange="{sidx[0]}-{sidx[1]}"><Initialization range="0-{init - 1}"/></SegmentBase>
      </Representation>
    </AdaptationSet>
  </Period>
</MPD>
''')
PY

printf '%s\n' n 1 2 3 4 5 >"$out/numbers.csv"
printf "window.app = 'loaded';\n" >"$out/app.js"
printf 'WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nThe captions came through.\n' >"$out/vod/captions.vtt"
ff -frames:v 1 -pix_fmt rgb24 -compression_algo deflate -flags +bitexact "$out/map.tiff"
ff -frames:v 1 -vf crop=16:16 -flags +bitexact "$out/vod/poster.png"

python3 - "$out" <<'PY'
import gzip, json, struct, sys
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

# A font whose every letter is a square, twice as wide as other fonts' are.
pen = TTGlyphPen(None)
for i, at in enumerate([(0, 0), (0, 1000), (2000, 1000), (2000, 0)]):
    (pen.lineTo if i else pen.moveTo)(at)
pen.closePath()
square = pen.glyph()
names = ['.notdef', 'A']
b = FontBuilder(1000, isTTF=True)
b.setupGlyphOrder(names)
b.setupCharacterMap({ord('A'): 'A'})
b.setupGlyf({n: square for n in names})
b.setupHorizontalMetrics({n: (2000, 0) for n in names})
b.setupHorizontalHeader(ascent=1000, descent=0)
b.setupNameTable({'familyName': 'Squares', 'styleName': 'Regular'})
b.setupOS2(sTypoAscender=1000, usWinAscent=1000)
b.setupPost()
b.font['head'].created = b.font['head'].modified = 0
b.font.recalcTimestamp = False
b.font.flavor = 'woff2'
b.save(sys.argv[1] + '/font.woff2')

# A PMTiles archive (version 3 of its specification) of one tile, which lies
# behind the 16 KiB that readers ask for first.
def varint(n):
    out = b''
    while n > 127:
        out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])
tile = bytes(i * i // 7 % 251 for i in range(4096))
root = varint(1) + varint(0) + varint(1) + varint(len(tile)) + varint(1)
meta = json.dumps({'name': 'one tile', 'filler': 'x' * 20000}).encode()
header = 127
places = [header, len(root), header + len(root), len(meta), header + len(root) + len(meta), 0, header + len(root) + len(meta), len(tile), 1, 1, 1]
world = (-1800000000, -850000000, 1800000000, 850000000)
archive = b'PMTiles\x03' + struct.pack('<11Q', *places) + bytes([1, 1, 1, 2, 0, 0]) + struct.pack('<4i', *world) + bytes([0]) + struct.pack('<2i', 0, 0)
assert len(archive) == header
open(sys.argv[1] + '/map.pmtiles', 'wb').write(archive + root + meta + tile)
PY

du -sh "$out"
