// Command node is one of the servers that the test of live topics under faults starts and
// kills. It serves topics over a broker in Redis:
//
//   - the topics T0, T1 … at /ws
//   - the route publish takes { topic, n, text }, stores the number and publishes { n, text } to
//     the topic
//   - the route since takes { topic, n } and gives the numbers of the topic that are stored, after n.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/redis/go-redis/v9"

	"sluice/server"
)

type publication struct {
	Topic string `json:"topic"`
	N     int    `json:"n"`
	Text  string `json:"text"`
}

type event struct {
	N    int    `json:"n"`
	Text string `json:"text"`
}

// quiet keeps the client of Redis from writing about outages, which are meant.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func unavailable(err error) error { return fmt.Errorf("%w: %w", server.ErrStoreUnavailable, err) }

func run(ctx context.Context) error {
	address := flag.String("addr", "127.0.0.1:0", "where to listen")
	store := flag.String("redis", "127.0.0.1:6379", "where Redis listens")
	topics := flag.Int("topics", 20, "how many topics there are")
	flag.Parse()
	redis.SetLogger(quiet{})
	client := redis.NewClient(&redis.Options{Addr: *store})
	app := server.New(server.Options{
		Broker: server.RedisBroker(client),
		OnError: func(err error) {
			if !errors.Is(err, server.ErrStoreUnavailable) {
				fmt.Fprintln(os.Stderr, err)
			}
		},
	})
	for i := range *topics {
		server.Topic(app, fmt.Sprintf("T%d", i))
	}
	server.Handle(app, "publish", func(c *server.Call, p publication) (bool, error) {
		stored := redis.Z{Score: float64(p.N), Member: p.N}
		if err := client.ZAdd(c.Context(), "log:"+p.Topic, stored).Err(); err != nil {
			return false, unavailable(err)
		}
		return true, app.Publish(c.Context(), p.Topic, event{p.N, p.Text})
	})
	server.Handle(app, "since", func(c *server.Call, p publication) (list []int, err error) {
		after := redis.ZRangeArgs{Key: "log:" + p.Topic, Start: fmt.Sprintf("(%d", p.N), Stop: "+inf", ByScore: true}
		stored := client.ZRangeArgs(c.Context(), after)
		if stored.Err() != nil { // which ScanSlice does not look at
			return nil, unavailable(stored.Err())
		}
		err = stored.ScanSlice(&list)
		return list, err
	})
	err := server.ListenAndServe(ctx, *address, app)
	return errors.Join(err, client.Close())
}
