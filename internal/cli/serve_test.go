package cli

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"fermata/internal/fault"
)

// certificate writes a certificate for a host and its key: certificate HOST CERT KEY
func certificate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: certificate HOST CERT KEY")
	}
	ts.Check(writeCertificate(args[0], ts.MkAbs(args[1]), ts.MkAbs(args[2])))
}

func writeCertificate(host, cert, key string) error {
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, DNSNames: []string{host},
	}
	if ip := net.ParseIP(host); ip != nil {
		about.DNSNames, about.IPAddresses = nil, []net.IP{ip}
	}
	signed, err := x509.CreateCertificate(rand.Reader, about, about, secret.Public(), secret)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(secret)
	return errors.Join(err,
		os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), 0o600),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
}

// serving is what a test serves: a record with a passphrase, with a certificate.
type serving struct {
	command serveCommand
	g       grammar
	world   IO
}

func newServing(t *testing.T, listen string) serving {
	t.Helper()
	dir := t.TempDir()
	s := serving{
		command: serveCommand{
			Personal: true, URL: "https://" + listen, Listen: listen, Idle: time.Hour,
			Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem"),
		},
		g: grammar{Data: filepath.Join(dir, "data"), Config: filepath.Join(dir, "config")},
		world: IO{
			In: strings.NewReader("correct horse battery staple\ncorrect horse battery staple\n"), Out: io.Discard, Err: io.Discard, Now: time.Now,
		},
	}
	if err := writeCertificate("127.0.0.1", s.command.Cert, s.command.Key); err != nil {
		t.Fatal(err)
	}
	if err := (passCommand{Action: "set"}).Run(t.Context(), &s.g, &s.world); err != nil {
		t.Fatal(err)
	}
	return s
}

func freePort(t *testing.T) (held net.Listener) {
	t.Helper()
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func TestAPortThatIsTakenIsSaidAndNoOtherIsTaken(t *testing.T) {
	held := freePort(t)
	defer held.Close()
	s := newServing(t, held.Addr().String())
	err := s.command.Run(t.Context(), &s.g, &s.world)
	if !errors.Is(err, fault.Unavailable) || !strings.Contains(fault.Sentence(err), held.Addr().String()+" is taken") {
		t.Errorf("got %v", err)
	}
}

func TestARecordIsServedOverTLSAndStopsWhenAsked(t *testing.T) {
	held := freePort(t)
	s := newServing(t, held.Addr().String())
	held.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	said, to := io.Pipe()
	s.world.Out = to
	ended := make(chan error, 1)
	go func() { ended <- s.command.Run(ctx, &s.g, &s.world); to.Close() }()
	first := make([]byte, 200)
	if n, err := said.Read(first); err != nil || !bytes.Contains(first[:n], []byte("open at https://127.0.0.1:")) {
		t.Fatalf("said %q: %v, %v", first[:n], err, <-ended)
	}
	go io.Copy(io.Discard, said)
	if answer := help(t, s.command, tls.VersionTLS13); answer.ProtoMajor != 2 || answer.StatusCode != http.StatusOK {
		t.Errorf("Help now is answered with %s over %s", answer.Status, answer.Proto)
	}
	if _, err := client(s.command, tls.VersionTLS11).Get(s.command.URL + "/help-now"); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
	before := help(t, s.command, tls.VersionTLS13).TLS.PeerCertificates[0].SerialNumber
	if err := writeCertificate("127.0.0.1", s.command.Cert, s.command.Key); err != nil {
		t.Fatal(err)
	}
	if after := help(t, s.command, tls.VersionTLS13).TLS.PeerCertificates[0].SerialNumber; after.Cmp(before) == 0 {
		t.Error("a renewed certificate is not used")
	}
	if err := os.WriteFile(s.command.Cert, []byte("half a certif"), 0o600); err != nil {
		t.Fatal(err)
	}
	help(t, s.command, tls.VersionTLS13)
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func client(c serveCommand, version uint16) *http.Client {
	roots := x509.NewCertPool()
	if pemText, err := os.ReadFile(c.Cert); err == nil {
		roots.AppendCertsFromPEM(pemText)
	}
	return &http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2: true, DisableKeepAlives: true,
		TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS10, MaxVersion: version, InsecureSkipVerify: roots.Equal(x509.NewCertPool())},
	}}
}

func help(t *testing.T, c serveCommand, version uint16) *http.Response {
	t.Helper()
	answer, err := client(c, version).Get(c.URL + "/help-now")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		t.Fatal(err)
	}
	return answer
}
