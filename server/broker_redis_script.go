package server

import "github.com/redis/go-redis/v9"

// A stream holds entries n-0 for the event n, with the fields e (name of the stream's
// life), t (when it was published, Unix ms), o (once: names the publication) and d (data).
// An entry 0-1 stands for a stream without events.

// newestEntry sets name, last and epoch. ARGV[1] is the name of a stream that does not
// exist yet.
const newestEntry = `
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local name, last = ARGV[1], 0
if newest then name, last = newest[2][2], tonumber(string.match(newest[1], '^%d+')) end
local epoch = name .. '.' .. string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local function text(n) return string.format('%.0f', n) end
local function entryOf(id) return redis.call('XRANGE', KEYS[1], text(id) .. '-0', text(id) .. '-0')[1] end
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end`

// makeStream makes a stream if there is none. ARGV[4] is its time to live in ms.
const makeStream = `
if not newest then
  redis.call('XADD', KEYS[1], '0-1', 'e', name)
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end`

// publishEvent gives an event its id, stores it and tells of it. ARGV: name, once, data,
// time to live in ms, how many entries are kept, attempt. It returns the position. A repeat,
// after an answer that was lost, changes nothing.
var publishEvent = redis.NewScript(newestEntry + `
if ARGV[6] == 'again' then
  for id = last, 1, -1 do
    local entry = entryOf(id)
    if not entry then break end
    if entry[2][6] == ARGV[2] then return {epoch, text(id)} end
  end
end
local id = text(last + 1)
redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[5], id .. '-0', 'e', name, 't', text(now()), 'o', ARGV[2], 'd', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', KEYS[1], epoch .. ' ' .. id .. ' ' .. ARGV[3])
return {epoch, id}`)

// useStream makes a stream if there is none, keeps it alive, and drops the events that no
// longer count, except the newest. ARGV: name, for how many ms an event counts, how many do,
// time to live in ms. It returns the position and the id of the oldest event that still counts;
// ids have no holes, so that one is searched for by halves.
var useStream = redis.NewScript(newestEntry + makeStream + `
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local low, high = last + 1, last + 1
if last > 0 then
  local first = redis.call('XRANGE', KEYS[1], '1-0', '+', 'COUNT', 1)[1]
  low = math.max(tonumber(string.match(first[1], '^%d+')), last + 1 - ARGV[3])
end
local from = now() - ARGV[2]
while low < high do
  local middle = math.floor((low + high) / 2)
  local entry = entryOf(middle)
  if entry and tonumber(entry[2][4]) >= from then high = middle else low = middle + 1 end
end
redis.call('XTRIM', KEYS[1], 'MINID', text(math.min(low, last)) .. '-0')
return {epoch, text(last), text(low)}`)

// readEvents returns the position, then id and data of the events after an id in turn.
// It makes a stream that is gone. ARGV: name, id, how many at most, time to live in ms, how
// many bytes at most, beyond one event.
var readEvents = redis.NewScript(newestEntry + makeStream + `
local reply, size = {epoch, text(last)}, 0
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], text(ARGV[2] + 1) .. '-0', '+', 'COUNT', ARGV[3])) do
  size = size + #entry[2][8]
  if size > tonumber(ARGV[5]) and #reply > 2 then break end
  table.insert(reply, (string.match(entry[1], '^%d+')))
  table.insert(reply, entry[2][8])
end
return reply`)

// attempt is an argument of a command: "first", and "again" when the client of Redis sends
// the command once more, as it does by itself when the connection breaks.
type attempt struct{ sent bool }

// MarshalBinary is called each time the command is sent.
func (a *attempt) MarshalBinary() ([]byte, error) {
	if a.sent {
		return []byte("again"), nil
	}
	a.sent = true
	return []byte("first"), nil
}
