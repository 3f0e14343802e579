#!/usr/bin/env bash
# Makes the demo's HLS stream, poster and captions from nothing but ffmpeg's
# own sources. Its output is committed; run it again only to change the picture.
#
#   scripts/make-demo-media.sh [FOLDER]      default: emulator/demo/media/vod
#
# Needs ffmpeg with libx264 and libfreetype, ffprobe, fontconfig and any sans
# font (Debian: apt-get install ffmpeg fontconfig fonts-dejavu-core).
set -euo pipefail

cd "$(dirname "$0")/.."
out=${1:-emulator/demo/media/vod}
seconds=10 rate=25 segment=2

for tool in ffmpeg ffprobe fc-match; do
  command -v "$tool" >/dev/null || { echo "make-demo-media: $tool is not installed" >&2; exit 2; }
done
bold=$(fc-match -f '%{file}' 'DejaVu Sans:bold')
mono=$(fc-match -f '%{file}' 'DejaVu Sans Mono')

rm -rf "$out"
mkdir -p "$out"

# The picture: a slow gradient, the word, the running time, and a bar that
# shows how much of the ten seconds has played.
picture="gradients=s=640x360:r=$rate:d=$seconds:speed=0.012:n=4:seed=7:c0=0x101a3c:c1=0x1f4e8c:c2=0x137a7f:c3=0x5a2a6e:x0=0:y0=0:x1=640:y1=360[sky];
color=c=0xffb454:s=560x6:r=$rate:d=${seconds}[bar];
color=c=0x0b1020:s=560x6:r=$rate:d=${seconds}[track];
[sky]drawtext=fontfile=$bold:text=Crossfront:fontsize=64:fontcolor=white:x=(w-tw)/2:y=110:shadowcolor=0x00000080:shadowx=0:shadowy=3,
drawtext=fontfile=$mono:text='%{pts\\:hms}':fontsize=30:fontcolor=0xffd9a0:x=(w-tw)/2:y=206[words];
[track][bar]overlay=x='-W+W*t/$seconds':y=0:eval=frame[progress];
[words][progress]overlay=x=40:y=300,format=yuv420p"

# The sound: a soft chord that swells once a segment, so that a gap is heard.
sound="aevalsrc='0.11*(sin(2*PI*220*t)+0.7*sin(2*PI*277.18*t)+0.6*sin(2*PI*329.63*t))*(0.55+0.45*cos(PI*t))':s=48000:d=$seconds"

# Two renditions: H.264 baseline and AAC-LC, which every browser plays.
rendition() { # NAME WIDTHxHEIGHT VIDEO-RATE LEVEL
  ffmpeg -hide_banner -loglevel error -y \
    -f lavfi -i "$(tr -d '\n' <<<"$picture")" -f lavfi -i "$sound" \
    -map 0:v -map 1:a -t "$seconds" -s "$2" \
    -c:v libx264 -profile:v baseline -level "$4" -preset veryslow -pix_fmt yuv420p \
    -b:v "$3" -maxrate "$3" -bufsize "$3" \
    -g $((rate * segment)) -keyint_min $((rate * segment)) -sc_threshold 0 -threads 1 \
    -c:a aac -b:a 32k -ac 1 -ar 48000 -flags +bitexact -fflags +bitexact \
    -f hls -hls_time "$segment" -hls_playlist_type vod -hls_flags independent_segments \
    -hls_segment_filename "$out/$1-%02d.ts" "$out/$1.m3u8"
}
rendition 360p 640x360 200k 3.0
rendition 180p 320x180 90k 1.3

ffmpeg -hide_banner -loglevel error -y -f lavfi -i "$(tr -d '\n' <<<"$picture")" \
  -ss 6 -frames:v 1 -q:v 5 -flags +bitexact -fflags +bitexact "$out/poster.jpg"

# Captions, as a plain WebVTT file that a <track> takes and as an HLS subtitle
# rendition. X-TIMESTAMP-MAP (RFC 8216, 3.5) lays the file's zero on the first
# frame's MPEG-TS time stamp.
first=$(ffprobe -v error -select_streams v -show_entries packet=pts -of csv=p=0 -read_intervals %+#1 "$out/360p-00.ts" | head -n1 | tr -dc 0-9)
cat >"$out/captions.vtt" <<VTT
WEBVTT
X-TIMESTAMP-MAP=MPEGTS:$first,LOCAL:00:00:00.000

00:00:00.500 --> 00:00:03.000
If you can read this, the captions came through.

00:00:03.000 --> 00:00:06.500
Every segment was fetched from another origin.

00:00:06.500 --> 00:00:09.800
The bucket allowed it, and the edge let it pass.
VTT
cat >"$out/captions.m3u8" <<M3U8
#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:$seconds
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXTINF:$seconds.000,
captions.vtt
#EXT-X-ENDLIST
M3U8

bandwidth() { # NAME: the largest segment's bit rate (RFC 8216, 4.3.4.2)
  local largest=0 size f
  for f in "$out/$1"-*.ts; do
    size=$(wc -c <"$f")
    [ "$size" -le "$largest" ] || largest=$size
  done
  echo $((largest * 8 / segment))
}
cat >"$out/index.m3u8" <<M3U8
#EXTM3U
#EXT-X-VERSION:3
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,URI="captions.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=$(bandwidth 360p),RESOLUTION=640x360,FRAME-RATE=$rate.000,CODECS="avc1.42c01e,mp4a.40.2",SUBTITLES="captions"
360p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=$(bandwidth 180p),RESOLUTION=320x180,FRAME-RATE=$rate.000,CODECS="avc1.42c00d,mp4a.40.2",SUBTITLES="captions"
180p.m3u8
M3U8

du -sh "$out"
