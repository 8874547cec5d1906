package pgtest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// server is one running postgres process.
type server struct {
	process *os.Process
	ended   chan struct{} // closed when the process is gone and reaped
}

func startServer(postgres *exec.Cmd) (*server, error) {
	if err := postgres.Start(); err != nil {
		return nil, err
	}
	s := &server{process: postgres.Process, ended: make(chan struct{})}
	go func() {
		_ = postgres.Wait() // how it ended is in its log
		close(s.ended)
	}()
	return s, nil
}

func (s *server) gone() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// end sends the signal and returns when the process is gone.
func (s *server) end(signal os.Signal) error {
	if s.gone() {
		return nil
	}
	if err := s.process.Signal(signal); err != nil && !s.gone() {
		return err
	}
	select {
	case <-s.ended:
		return nil
	case <-time.After(patience):
		return fmt.Errorf("PostgreSQL (process %d) does not end", s.process.Pid)
	}
}

// watchdog is a shell that reads from a pipe we never write to. When this
// process ends, by whatever cause, the system closes the pipe; the read
// returns, and the shell stops the server and removes its folder.
type watchdog struct {
	process *exec.Cmd
	leash   io.Closer // our end of the pipe
}

// The script is given the folder and the file in whose first line the server
// keeps its process ID. SIGQUIT is PostgreSQL's immediate shutdown.
const watch = `
read -r _
if pid=$(head -n 1 "$2" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null; then
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -e "$2" ] && kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
fi
rm -rf "$1"
`

func startWatchdog(dir, pidFile string) (*watchdog, error) {
	dog := exec.Command("/bin/sh", "-c", watch, "pgtest-watchdog", dir, pidFile)
	dog.Dir = "/"
	dog.SysProcAttr = apart()
	leash, err := dog.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := dog.Start(); err != nil {
		return nil, err
	}
	return &watchdog{process: dog, leash: leash}, nil
}

// release lets the watchdog do its work now and waits for it.
func (w *watchdog) release() error {
	if err := w.leash.Close(); err != nil {
		return err
	}
	return w.process.Wait()
}
