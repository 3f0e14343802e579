package store

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// A log file is a header and then frames: length and CRC-32C of an entry, both
// four bytes, the least first, and the entry.
const (
	logHeader = "cfstore1" // the 1 is the format's number
	frameHead = 8
	maxFrame  = 64 << 20 // no entry is near this
)

// errTorn is a frame that is not whole: what a crash leaves at the end.
var errTorn = errors.New("store: torn frame")

// errFormat is a file that is none of ours.
var errFormat = errors.New("store: not a log of this format")

func castagnoli(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

func appendFrame(to, doc []byte) []byte {
	to = binary.LittleEndian.AppendUint32(to, uint32(len(doc)))
	to = binary.LittleEndian.AppendUint32(to, castagnoli(doc))
	return append(to, doc...)
}

// readFrames calls each with every entry in r. whole is where the last whole
// frame ends. The error is errFormat, errTorn, the reader's or each's own.
func readFrames(r io.Reader, each func(*entry) error) (whole int64, err error) {
	b := bufio.NewReaderSize(r, 1<<20)
	head := make([]byte, len(logHeader))
	if _, err := io.ReadFull(b, head); err != nil {
		return 0, torn(err)
	}
	if string(head) != logHeader {
		return 0, errFormat
	}
	whole = int64(len(logHeader))
	var frame [frameHead]byte
	var doc []byte
	for {
		if _, err := io.ReadFull(b, frame[:]); err != nil {
			if err == io.EOF {
				return whole, nil
			}
			return whole, torn(err)
		}
		size := binary.LittleEndian.Uint32(frame[:])
		if size == 0 || size > maxFrame {
			return whole, errTorn
		}
		if int(size) > cap(doc) {
			doc = make([]byte, size)
		}
		doc = doc[:size]
		if _, err := io.ReadFull(b, doc); err != nil {
			return whole, torn(err)
		}
		if castagnoli(doc) != binary.LittleEndian.Uint32(frame[4:]) {
			return whole, errTorn
		}
		e, err := decode(doc)
		if err == nil {
			err = each(e)
		}
		if err != nil {
			return whole, err
		}
		whole += frameHead + int64(size)
	}
}

func torn(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return errTorn
	}
	return err
}
