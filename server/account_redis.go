package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// RedisAccounts keeps accounts in Redis, each as JSON under
// {prefix}account:{hex SHA-256 of the email}, without expiry. The Redis should persist
// what it is given. The caller owns the client and closes it.
func RedisAccounts(client redis.UniversalClient, options ...RedisOption) Accounts {
	return &redisAccounts{newRedisConfig(client, options)}
}

type redisAccounts struct{ redisConfig }

func (r *redisAccounts) key(email string) string { return r.prefix + "account:" + hashed(email) }

// ByEmail reads with GETEX, which changes nothing here but is refused by replicas.
func (r *redisAccounts) ByEmail(ctx context.Context, email string) (Account, error) {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	text, err := bounded(ctx, func(ctx context.Context) (string, error) {
		return r.client.GetEx(ctx, r.key(email), redis.KeepTTL).Result()
	})
	if errors.Is(err, redis.Nil) {
		return Account{}, ErrAccountNotFound
	}
	if err != nil {
		return Account{}, err
	}
	var account Account
	if err := json.Unmarshal([]byte(text), &account); err != nil {
		return Account{}, fmt.Errorf("server: malformed value of an account: %w", err)
	}
	return account, nil
}

func (r *redisAccounts) Create(ctx context.Context, account Account) error {
	ctx, cancel := context.WithTimeout(ctx, writeLimit)
	defer cancel()
	text, err := json.Marshal(account)
	if err != nil {
		return fmt.Errorf("server: account: %w", err)
	}
	_, err = bounded(ctx, func(ctx context.Context) (string, error) {
		return r.client.SetArgs(ctx, r.key(account.Email), text, redis.SetArgs{Mode: "NX"}).Result()
	})
	if errors.Is(err, redis.Nil) {
		return ErrEmailTaken
	}
	return err
}
