package storetest

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
)

// crc32 is the checksum of s as S3 writes it.
func (f *fixture) crc32(s string) string {
	return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(s))))
}
