package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"sluice/cmd/sluice/internal/atlas"
	"sluice/server"
)

// stores is where user sessions, accounts, live events and what visitors share are kept.
type stores struct {
	sessions server.Sessions
	accounts server.Accounts
	broker   server.Broker
	visitors atlas.Visitors
	where    string // for people
	close    func()
}

// pingTime is how long Redis may take to answer at start.
const pingTime = 3 * time.Second

// openStores opens Redis at an address, which must answer; without one everything is
// kept in memory and lost when the process ends.
func openStores(ctx context.Context, address string) (stores, error) {
	if address == "" {
		return stores{server.MemorySessions(), server.MemoryAccounts(), server.MemoryBroker(), atlas.MemoryVisitors(), "memory", func() {}}, nil
	}
	client, err := newRedis(address)
	if err != nil {
		return stores{}, err
	}
	redis.SetLogger(silent{})
	ctx, cancel := context.WithTimeout(ctx, pingTime)
	defer cancel()
	if err := client.Ping(ctx).Err(); err != nil {
		_ = client.Close()
		return stores{}, fmt.Errorf("redis does not answer: %w: start it, or correct --redis", err)
	}
	return stores{
		sessions: server.RedisSessions(client),
		accounts: server.RedisAccounts(client),
		broker:   server.RedisBroker(client),
		visitors: atlas.RedisVisitors(client),
		where:    "Redis",
		close:    func() { _ = client.Close() },
	}, nil
}

// newRedis makes a client for an address:
//
//	redis://, rediss://, unix://           one server; rediss with TLS
//	redis+sentinel://, rediss+sentinel://  the primary that these Sentinels name, ?master_name= and ?addr=
//	redis+cluster://, rediss+cluster://    a cluster, further nodes as ?addr=
//
// Further parameters set the client's options by their names in snake case, such as
// ?read_timeout=1s. Errors do not repeat the address, which may hold a password.
func newRedis(address string) (redis.UniversalClient, error) {
	scheme, rest, found := strings.Cut(address, "://")
	if !found {
		return nil, usagef("--redis wants a URL such as redis://localhost:6379")
	}
	scheme, kind, _ := strings.Cut(scheme, "+")
	plain := scheme + "://" + rest
	switch kind {
	case "":
		options, err := redis.ParseURL(plain)
		if err != nil {
			return nil, badRedis(err)
		}
		return redis.NewClient(options), nil
	case "sentinel":
		options, err := redis.ParseFailoverURL(plain)
		if err != nil {
			return nil, badRedis(err)
		}
		if options.MasterName == "" {
			return nil, usagef("--redis: a Sentinel address needs ?master_name=…")
		}
		return redis.NewFailoverClient(options), nil
	case "cluster":
		options, err := redis.ParseClusterURL(plain)
		if err != nil {
			return nil, badRedis(err)
		}
		return redis.NewClusterClient(options), nil
	}
	return nil, usagef("--redis: %q is neither sentinel nor cluster", kind)
}

func badRedis(err error) error {
	var parse *url.Error // repeats the address
	if errors.As(err, &parse) {
		err = parse.Err
	}
	return usagef("--redis: %v", err)
}

// silent is a log of the Redis client that is not kept: it would repeat every attempt to
// connect, and what fails in the end is told by the call that needed it.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}
