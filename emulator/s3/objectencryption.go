package s3

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

const (
	sseHeader      = "x-amz-server-side-encryption"
	customerSSE    = "x-amz-server-side-encryption-customer-"
	sourceSSE      = "x-amz-copy-source-server-side-encryption-customer-"
	customerKeyLen = 32 // bytes
	kmsAlgorithm   = "aws:kms"
	dsseAlgorithm  = "aws:kms:dsse"
)

// encryption is how the request asks for its object to be encrypted: by its
// headers, else by the bucket's default. Nothing is encrypted here; what was
// asked for is kept and told, and a customer's key is asked for again.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html
func (c *call) encryption() (store.SSE, error) {
	h := c.headers()
	algorithm, key := h.Get(sseHeader), h.Get(sseHeader+"-aws-kms-key-id")
	if hasCustomerKey(h, customerSSE) {
		if algorithm != "" {
			return store.SSE{}, errInvalidArgument("Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
				sseHeader, algorithm)
		}
		sum, err := c.customerKey(customerSSE)
		if err == nil && c.blocksCustomerKeys() {
			err = errAccessDenied()
		}
		return store.SSE{Algorithm: "AES256", CustomerKeyMD5: sum}, err
	}
	switch algorithm {
	case "", "AES256":
		if key != "" {
			return store.SSE{}, errKMSKeyWithoutKMS(algorithm)
		}
		if algorithm == "" {
			return c.defaultEncryption(), nil
		}
		return store.SSE{Algorithm: algorithm}, nil
	case kmsAlgorithm, dsseAlgorithm:
		sse := store.SSE{Algorithm: algorithm, KMSKeyID: c.kmsKey(key)}
		switch strings.ToLower(h.Get(sseHeader + "-bucket-key-enabled")) {
		case "true":
			sse.BucketKey = true
		case "":
			sse.BucketKey = c.bucket.DefaultEncryption().BucketKey
		}
		sse.BucketKey = sse.BucketKey && algorithm == kmsAlgorithm
		return sse, nil
	}
	return store.SSE{}, errInvalidArgument("The encryption method specified is not supported", sseHeader, algorithm)
}

// defaultEncryption is how the bucket has objects encrypted.
func (c *call) defaultEncryption() store.SSE {
	sse := c.bucket.DefaultEncryption()
	if sse.Algorithm == "AES256" {
		return store.SSE{Algorithm: sse.Algorithm} // a bucket key is one of KMS
	}
	sse.KMSKeyID = c.kmsKey(sse.KMSKeyID)
	return sse
}

// blocksCustomerKeys says whether the bucket takes no objects that are
// encrypted with a customer's key.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html
func (c *call) blocksCustomerKeys() bool {
	return c.bucket.Encryption != nil && blocks(c.bucket.Encryption.Rules)
}

func blocks(rules []settings.EncryptionRule) bool {
	for _, r := range rules {
		if r.Blocked == nil {
			continue
		}
		for _, t := range r.Blocked.Types {
			if t == "SSE-C" {
				return true
			}
		}
	}
	return false
}

// errKMSKeyWithoutKMS: captured in https://github.com/aws/aws-cli/issues/1431.
func errKMSKeyWithoutKMS(algorithm string) *wire.Error {
	if algorithm == "" {
		algorithm = "null"
	}
	return errInvalidArgument("Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
		sseHeader, algorithm)
}

// kmsKey is the ARN of a KMS key: key is an ARN already, or a key's id, or
// empty for the key that AWS makes for an account. No KMS is asked.
func (c *call) kmsKey(key string) string {
	if strings.HasPrefix(key, "arn:") {
		return key
	}
	prefix := "arn:aws:kms:" + c.bucket.Region + ":" + c.accountID() + ":"
	switch {
	case strings.HasPrefix(key, "alias/"):
		return prefix + key
	case key == "":
		sum := sha256.Sum256([]byte("aws/s3 of " + c.accountID() + " in " + c.bucket.Region))
		id := hex.EncodeToString(sum[:16])
		key = id[:8] + "-" + id[8:12] + "-" + id[12:16] + "-" + id[16:20] + "-" + id[20:]
	}
	return prefix + "key/" + key
}

func hasCustomerKey(h http.Header, prefix string) bool {
	return h.Get(prefix+"algorithm") != "" || h.Get(prefix+"key") != "" || h.Get(prefix+"key-MD5") != ""
}

// customerKey reads the key that a customer provides in the headers beginning
// with prefix, and is its MD5 sum in base64; empty when there is none. Over
// plain HTTP S3 refuses such keys; that is left out, for there is nobody
// between a client and this server. Recorded: localstack's
// test_put_object_validation_sse_c.
func (c *call) customerKey(prefix string) (string, error) {
	h := c.headers()
	if !hasCustomerKey(h, prefix) {
		return "", nil
	}
	algorithm, encoded, sum := h.Get(prefix+"algorithm"), h.Get(prefix+"key"), h.Get(prefix+"key-MD5")
	wrong := func(message string) error {
		return errInvalidArgument(message, sseHeader, "null")
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	switch {
	case algorithm == "":
		return "", wrong("Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.")
	case algorithm != "AES256":
		return "", refuse(http.StatusBadRequest, "InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid. Supported value: AES256.",
			field("ArgumentName", sseHeader), field("ArgumentValue", algorithm))
	case encoded == "":
		return "", wrong("Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.")
	case sum == "" && c.reads():
		return "", errWrongCustomerKey()
	case sum == "" || err != nil || len(key) != customerKeyLen:
		return "", wrong("The secret key was invalid for the specified algorithm.")
	}
	digest := md5.Sum(key)
	if base64.StdEncoding.EncodeToString(digest[:]) != sum {
		return "", wrong("The calculated MD5 hash of the key did not match the hash that was provided.")
	}
	return sum, nil
}

// reads says whether the request reads an object or its description.
func (c *call) reads() bool {
	return c.r.Method == http.MethodGet || c.r.Method == http.MethodHead
}

func errWrongCustomerKey() *wire.Error {
	return refuse(http.StatusForbidden, "AccessDenied",
		"Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.")
}

// unlock checks that the headers beginning with prefix carry the key of o, if
// it needs one, and none if not. Recorded: localstack's
// test_object_retrieval_sse_c.
func (c *call) unlock(o store.Object, prefix string) error {
	sum, err := c.customerKey(prefix)
	switch {
	case err != nil:
		return err
	case sum == "" && o.SSE.CustomerKeyMD5 != "":
		return errInvalidRequest("The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.")
	case sum != "" && o.SSE.CustomerKeyMD5 == "":
		return errInvalidRequest("The encryption parameters are not applicable to this object.")
	case sum != o.SSE.CustomerKeyMD5:
		return errWrongCustomerKey()
	}
	return nil
}

// readable refuses to read o for who cannot decrypt it.
func (c *call) readable(o store.Object) error {
	if v := c.headers().Get(sseHeader); v != "" {
		return errInvalidArgument(sseHeader+" header is not supported for this operation.", sseHeader, v)
	}
	if err := c.unlock(o, customerSSE); err != nil {
		return err
	}
	// Captured in https://github.com/ryanto/next-s3-upload/issues/115. The
	// edge's own requests are signed, under an origin access control.
	if o.SSE.KMSKeyID != "" && (c.caller.Anonymous || c.identity.Version2) {
		return errInvalidArgument("Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
			"Authorization", "null")
	}
	return nil
}

// encrypted says how an object is encrypted. What says nothing else has been
// encrypted with S3's own keys since January 2023.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
func (a *answer) encrypted(sse store.SSE) {
	if sse.CustomerKeyMD5 != "" {
		a.set(customerSSE+"algorithm", "AES256")
		a.set(customerSSE+"key-MD5", sse.CustomerKeyMD5)
		return
	}
	if sse.Algorithm == "" {
		sse.Algorithm = "AES256"
	}
	a.set(sseHeader, sse.Algorithm)
	a.set(sseHeader+"-aws-kms-key-id", sse.KMSKeyID)
	if sse.BucketKey {
		a.set(sseHeader+"-bucket-key-enabled", "true")
	}
}
