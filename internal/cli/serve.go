package cli

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"fermata/internal/companion"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/seal"
	"fermata/internal/web"
)

// serveCommand serves one record to its person's own devices.
type serveCommand struct {
	Personal bool          `help:"One record, your own."`
	URL      string        `name:"url" help:"The address your browser shows, such as https://fermata.example.org." placeholder:"URL"`
	Listen   string        `help:"Address and port to listen on." default:"127.0.0.1:4312"`
	Cert     string        `help:"File of the certificate, with those above it." type:"path" placeholder:"FILE"`
	Key      string        `help:"File of the certificate's key." type:"path" placeholder:"FILE"`
	Proxy    []string      `help:"Address of the proxy in front, which speaks TLS. Only it may connect." placeholder:"ADDR"`
	Idle     time.Duration `help:"A device that is not used for so long needs the passphrase again." default:"30m"`
}

func (serveCommand) Help() string {
	return "The record needs a passphrase. Other devices need TLS: with a certificate, or with a proxy in front.\n\n" +
		"Example:\n  fermata serve --personal --url https://fermata.example.org --listen 0.0.0.0:443 --cert chain.pem --key key.pem\n" +
		"  fermata serve --personal --url https://fermata.example.org --proxy 127.0.0.1"
}

func (c serveCommand) Run(ctx context.Context, g *grammar, world *IO) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	secure, err := c.certificate()
	if err != nil {
		return err
	}
	home, close, err := g.openServed(ctx, world)
	if err != nil {
		return err
	}
	defer close()
	stop := world.keepBackups(ctx, home)
	defer stop()
	listener, err := listenOn(c.Listen)
	if err != nil {
		return err
	}
	if secure != nil {
		listener = tls.NewListener(listener, secure)
	}
	options.Log = slog.New(slog.NewTextHandler(world.Err, nil))
	fmt.Fprintf(world.Out, "%s\n%s\n", guide.Say("serve.open", "url", c.URL), guide.Say("serve.close"))
	return web.New(home, options).Serve(ctx, listener)
}

// refuse says why a record is not served like this.
func refuse(words string, args ...any) error {
	return fault.New(fault.Invalid, "cli.serve", guide.Say("serve."+words, args...))
}

// options reads the flags, or refuses what would be open to others.
func (c serveCommand) options() (web.Options, error) {
	none := web.Options{}
	at, err := url.Parse(c.URL)
	switch {
	case !c.Personal:
		return none, refuse("personal")
	case err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" || at.User != nil || strings.Trim(at.Path, "/")+at.RawQuery+at.Fragment != "":
		return none, refuse("url")
	case (c.Cert == "") != (c.Key == ""):
		return none, refuse("cert.half")
	case c.Cert != "" && len(c.Proxy) > 0:
		return none, refuse("cert.proxy")
	case c.Idle < time.Minute || c.Idle > 12*time.Hour:
		return none, refuse("idle")
	}
	proxy, err := c.proxies()
	if err != nil {
		return none, err
	}
	if err := c.reach(at); err != nil {
		return none, err
	}
	host := strings.ToLower(at.Host)
	return web.Options{
		Hosts: []string{host, usual(at)}, Origin: at.Scheme + "://" + usual(at),
		Secure: at.Scheme == "https", Public: true, Proxy: proxy, Idle: c.Idle,
	}, nil
}

// usual is the host of an address as browsers write it: without a port that
// goes without saying.
func usual(at *url.URL) string {
	host := strings.ToLower(at.Host)
	if at.Scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

// reach refuses to be reached by others without TLS.
func (c serveCommand) reach(at *url.URL) error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return refuse("listen")
	}
	covered := c.Cert != "" || len(c.Proxy) > 0
	switch {
	case covered && at.Scheme == "http":
		return refuse("url.plain")
	case covered:
		return nil
	case !loopback(host):
		return refuse("listen.open", "listen", c.Listen)
	case at.Scheme == "https":
		return refuse("url.https")
	case !loopback(at.Hostname()):
		return refuse("url.here", "listen", c.Listen)
	}
	return nil
}

// loopback says whether a host is this computer for sure. A name could lead
// anywhere, an empty host is every address there is.
func loopback(host string) bool {
	at, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && at.IsLoopback()
}

func (c serveCommand) proxies() ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, text := range c.Proxy {
		prefix, err := netip.ParsePrefix(text)
		if at, one := netip.ParseAddr(text); one == nil {
			prefix, err = netip.PrefixFrom(at.Unmap(), at.Unmap().BitLen()), nil
		}
		if err != nil {
			return nil, refuse("proxy")
		}
		list = append(list, prefix)
	}
	return list, nil
}

// certificate is how TLS is spoken, or nil without a certificate.
func (c serveCommand) certificate() (*tls.Config, error) {
	if c.Cert == "" {
		return nil, nil
	}
	at, err := url.Parse(c.URL)
	if err != nil {
		return nil, refuse("url")
	}
	kept := &renewed{cert: c.Cert, key: c.Key}
	now, err := kept.read()
	if err != nil {
		return nil, fault.Because(fault.Invalid, "cli.serve", guide.Say("serve.cert.unread"), err)
	}
	leaf, err := x509.ParseCertificate(now.Certificate[0])
	if err != nil || leaf.VerifyHostname(at.Hostname()) != nil {
		return nil, refuse("cert.name", "host", at.Hostname())
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: kept.get, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// renewed is a certificate on the disk that may be renewed while it is used.
type renewed struct {
	cert, key string

	mu   sync.Mutex
	at   time.Time // of the file that was read
	last *tls.Certificate
}

func (k *renewed) get(*tls.ClientHelloInfo) (*tls.Certificate, error) { return k.read() }

// read gives the certificate, anew where its file was. While the new one does
// not open, perhaps because it is half written, the last one goes on.
func (k *renewed) read() (*tls.Certificate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	file, err := os.Stat(k.cert)
	if err == nil && k.last != nil && file.ModTime().Equal(k.at) {
		return k.last, nil
	}
	next, errPair := tls.LoadX509KeyPair(k.cert, k.key)
	if err = errors.Join(err, errPair); err != nil {
		if k.last != nil {
			return k.last, nil
		}
		return nil, err
	}
	k.at, k.last = file.ModTime(), &next
	return k.last, nil
}

// openServed opens a record that has a passphrase, locked: a key file beside
// it would open it to nobody's passphrase.
func (g *grammar) openServed(ctx context.Context, world *IO) (*companion.Home, func(), error) {
	begin := fault.New(fault.NotFound, "cli.serve", guide.Say("serve.begin"))
	if !g.begun() {
		return nil, nil, begin
	}
	location, err := g.location()
	if err != nil {
		return nil, nil, err
	}
	dir, err := g.dataDir()
	if err != nil {
		return nil, nil, err
	}
	home, close, err := openAt(ctx, location, "", world.Now)
	if err != nil {
		return nil, nil, err
	}
	home.KeepBackupsIn(filepath.Join(dir, "backups"))
	ways, err := home.WaysIn(ctx)
	switch {
	case err != nil:
	case home.State() == companion.Empty:
		err = begin
	case !slices.Contains(ways, seal.ByPassphrase):
		err = refuse("passphrase")
	default:
		return home, close, nil
	}
	close()
	return nil, nil, err
}

// listenOn takes the address that was asked for, never another.
func listenOn(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fault.Because(fault.Unavailable, "cli.listen", guide.Say("serve.taken", "listen", address), err)
	}
	if err != nil {
		return nil, fault.Because(fault.Unavailable, "cli.listen", guide.Say("serve.cannot", "listen", address), err)
	}
	return listener, nil
}
