package atlas

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"sluice/server"
)

// Keys in Redis: a hash of notes by country, with the newest revision and that of the
// countries without a note, and a hash of viewers for each country, as "milliseconds name".
const (
	notesKey   = "sluice:atlas:notes"
	revField   = "rev"
	bornField  = "born"
	presentKey = "sluice:atlas:present:"
)

// notesScript gives the hash of notes. The first call notes when that was: what is missing
// in a Redis that has lost its data is newer than what pages had of it.
var notesScript = redis.NewScript(`
local time = redis.call('TIME')
redis.call('HSETNX', KEYS[1], 'born', string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
return redis.call('HGETALL', KEYS[1])`)

// writeScript keeps the note ARGV[2] of the country ARGV[1], and gives its revision,
// which is kept beside it as "rev note".
var writeScript = redis.NewScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rev = math.max(tonumber(redis.call('HGET', KEYS[1], 'rev') or '0') + 1, now)
local text = string.format('%.0f', rev)
redis.call('HSET', KEYS[1], 'rev', text, ARGV[1], text .. ' ' .. ARGV[2])
return text`)

// lookScript is Visitors.look: ARGV is the viewer, the name, the time to stay in ms and
// the limit. It gives whether something changed, and then the names.
var lookScript = redis.NewScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stay = tonumber(ARGV[3])
local changed, here, names, known = 0, 0, {}, nil
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local space = string.find(all[i + 1], ' ', 1, true)
  local name = string.sub(all[i + 1], space + 1)
  if all[i] == ARGV[1] then
    known = name
  elseif tonumber(string.sub(all[i + 1], 1, space - 1)) <= now then
    redis.call('HDEL', KEYS[1], all[i])
    changed = 1
  else
    names[#names + 1] = name
  end
end
if stay > 0 and (known or #names < tonumber(ARGV[4])) then
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + stay) .. ' ' .. ARGV[2])
  redis.call('PEXPIRE', KEYS[1], 2 * stay)
  names[#names + 1] = ARGV[2]
  if known ~= ARGV[2] then changed = 1 end
elseif stay == 0 and known then
  redis.call('HDEL', KEYS[1], ARGV[1])
  changed = 1
end
table.insert(names, 1, tostring(changed))
return names`)

// RedisVisitors keeps them in Redis, for all instances that use it. Notes stay; who
// is present is forgotten in time.
func RedisVisitors(client redis.UniversalClient) Visitors { return redisVisitors{client} }

type redisVisitors struct{ client redis.UniversalClient }

// storedNote is a note in Redis, without what stands beside it.
type storedNote struct {
	Text string `json:"text"`
	By   string `json:"by"`
}

func (v redisVisitors) notes(ctx context.Context) (map[string]Note, int64, error) {
	stored, err := notesScript.Run(ctx, v.client, []string{notesKey}).StringSlice()
	if err != nil {
		return nil, 0, outOfReach(err)
	}
	var born int64
	written := make(map[string]Note, len(stored)/2)
	for i := 0; i+1 < len(stored); i += 2 {
		code := stored[i]
		rev, text := cutNumber(stored[i+1])
		switch code {
		case bornField:
			born = rev
			continue
		case revField:
			continue
		}
		var note storedNote
		if err := json.Unmarshal([]byte(text), &note); err != nil {
			return nil, 0, fmt.Errorf("atlas: the note at %s: %w", code, err)
		}
		written[code] = Note{Code: code, Text: note.Text, By: note.By, Rev: rev}
	}
	return written, born, nil
}

func (v redisVisitors) write(ctx context.Context, code, text, by string) (Note, error) {
	stored, err := json.Marshal(storedNote{text, by})
	if err != nil {
		return Note{}, err
	}
	rev, err := writeScript.Run(ctx, v.client, []string{notesKey}, code, stored).Int64()
	if err != nil {
		return Note{}, outOfReach(err)
	}
	return Note{Code: code, Text: text, By: by, Rev: rev}, nil
}

func (v redisVisitors) look(ctx context.Context, code, viewer, name string, stay time.Duration) ([]string, bool, error) {
	names, err := lookScript.Run(ctx, v.client, []string{presentKey + code}, viewer, name, stay.Milliseconds(), maxPresent).StringSlice()
	switch {
	case err != nil:
		return nil, false, outOfReach(err)
	case len(names) == 0:
		return nil, false, errors.New("atlas: an answer of Redis without members")
	}
	changed := names[0] == "1"
	names = names[1:]
	slices.Sort(names)
	return names, changed, nil
}

// cutNumber splits "12 rest"; the rest may be missing.
func cutNumber(value string) (int64, string) {
	number, rest, _ := strings.Cut(value, " ")
	n, _ := strconv.ParseInt(number, 10, 64) // written by a script
	return n, rest
}

func outOfReach(err error) error { return fmt.Errorf("%w: %w", server.ErrStoreUnavailable, err) }
