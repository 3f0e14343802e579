package s3

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// expectations reads what the object must be like: its size and its checksum.
func (c *call) expectations(up store.Upload, in *store.CompleteInput) error {
	h := c.headers()
	if text := h.Get("x-amz-mp-object-size"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		switch {
		case err != nil:
			return errInvalidRequest("Value for x-amz-mp-object-size header is invalid: '" + text + "'")
		case n < 0:
			return errInvalidRequest("Value for x-amz-mp-object-size header is less than zero: '" + text + "'")
		}
		in.Size = n
	}
	if t := h.Get("x-amz-checksum-type"); t != "" && t != string(store.FullObject) && t != string(store.Composite) {
		return errChecksumHeader("x-amz-checksum-type")
	}
	stated := 0
	for name := range h {
		if isChecksumHeader(name) {
			stated++
		}
	}
	if stated > 1 {
		return errInvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
	}
	if up.Algorithm == "" {
		return nil // nothing is compared: versitygw's CompleteMultipartUpload_should_ignore_the_final_checksum
	}
	name := "x-amz-checksum-" + strings.ToLower(string(up.Algorithm))
	in.Checksum = h.Get(name)
	sum, parts, counted := strings.Cut(in.Checksum, "-")
	if counted && !digits(parts) || sum != "" && !isSum(up.Algorithm, sum) {
		return errChecksumHeader(name)
	}
	return nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// expectType refuses another kind of checksum than the upload has.
func (c *call) expectType(up store.Upload) error {
	t := c.headers().Get("x-amz-checksum-type")
	if t == "" || up.Algorithm != "" && t == string(up.Type) {
		return nil
	}
	mode := string(up.Type)
	if up.Algorithm == "" {
		mode = "null"
	}
	return errInvalidRequest("The upload was created using the " + mode + " checksum mode. The complete request must use the same checksum mode.")
}

// partsChecksum is the checksum that the document states for a part. A
// composite checksum takes one for each part. Recorded: localstack's
// test_complete_multipart_parts_checksum_composite and
// test_multipart_parts_checksum_exceptions_composite.
func partsChecksum(up store.Upload, number int, stated wire.Checksums) (string, error) {
	if err := soundChecksums(stated); err != nil {
		return "", err
	}
	for _, name := range wire.ChecksumNames() {
		value := stated.Value(name)
		switch {
		case value == "" || name == string(up.Algorithm):
		case up.Algorithm == "":
			// S3 gave it the CRC64NVME that it worked out, and takes that back; no
			// other fits the part. minio-go sends what it got.
			return value, nil
		default:
			return "", refuse(http.StatusBadRequest, "BadDigest", "The "+strings.ToLower(name)+" you specified for part "+
				strconv.Itoa(number)+" did not match what we received.")
		}
	}
	value := stated.Value(string(up.Algorithm))
	if value == "" && up.Type == store.Composite && up.Algorithm != "" {
		return "", errInvalidRequest("The upload was created using a " + strings.ToLower(string(up.Algorithm)) +
			" checksum. The complete request must include the checksum for each part. It was missing for part " + strconv.Itoa(number) + " in the request.")
	}
	return value, nil
}

// soundChecksums refuses a part with several checksums, and one that is none:
// versitygw's CompleteMultipartUpload_multiple_checksum_part.
func soundChecksums(stated wire.Checksums) error {
	var all []string
	sound := true
	for _, name := range wire.ChecksumNames() {
		if value := stated.Value(name); value != "" {
			algorithm, _ := store.ParseAlgorithm(name)
			sound = sound && isSum(algorithm, value)
			all = append(all, name+":"+value+";")
		}
	}
	shown := strings.Join(all, "")
	switch {
	case len(all) <= 1 && sound:
		return nil
	case len(all) == 1:
		_, shown, _ = strings.Cut(strings.TrimSuffix(shown, ";"), ":")
	}
	return errInvalidArgument("Invalid Base64 or multiple checksums present in request", "Checksum", shown)
}

// isSum says whether text can be a checksum of an algorithm, in base64.
func isSum(algorithm store.Algorithm, text string) bool {
	sum, err := base64.StdEncoding.DecodeString(text)
	return err == nil && len(sum) == algorithm.New().Size()
}

// algorithmOf is the algorithm of an upload's checksum; CRC64NVME when none was
// chosen.
func algorithmOf(up store.Upload) store.Algorithm {
	if up.Algorithm == "" {
		return store.CRC64NVME
	}
	return up.Algorithm
}
