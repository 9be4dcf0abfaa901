package client_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
)

// knot is an entity that may refer to anything in every way.
type knot struct {
	ID    string           `json:"id" sluice:"pk"`
	Name  string           `json:"name"`
	Next  *knot            `json:"next"`
	Kids  []*knot          `json:"kids"`
	By    map[string]*knot `json:"by"`
	Extra struct {
		Knots []*knot `json:"knots"`
		N     []int   `json:"n"`
	} `json:"extra"`
}

var knots = client.Entity[knot]("Knot")

// tell writes down what is seen of a knot, to some depth.
func (k *knot) tell(out *strings.Builder, depth int) {
	if k == nil {
		out.WriteString("-")
		return
	}
	if out.WriteString(k.ID); depth == 0 {
		return
	}
	fmt.Fprintf(out, "(%s %v ", k.Name, k.Extra.N)
	k.Next.tell(out, depth-1)
	for _, list := range [][]*knot{k.Kids, k.Extra.Knots} {
		out.WriteString("[")
		for _, other := range list {
			other.tell(out, depth-1)
		}
		out.WriteString("]")
	}
	names := make([]string, 0, len(k.By))
	for name := range k.By {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		out.WriteString(name + ":")
		k.By[name].tell(out, depth-1)
	}
	out.WriteString(")")
}

func told(k *knot) string {
	var out strings.Builder
	k.tell(&out, 3)
	return out.String()
}

// randomKnot makes the JSON of a knot with some of the members.
func randomKnot(r *rand.Rand, depth int) map[string]any {
	out := map[string]any{"id": fmt.Sprint(r.IntN(6))}
	ref := func() any {
		switch {
		case r.IntN(4) == 0:
			return nil
		case depth > 0 && r.IntN(3) == 0:
			return randomKnot(r, depth-1)
		}
		return fmt.Sprint(r.IntN(6))
	}
	list := func() []any {
		out := []any{}
		for range r.IntN(3) {
			if x := ref(); x != nil {
				out = append(out, x)
			}
		}
		return out
	}
	if r.IntN(2) == 0 {
		out["name"] = fmt.Sprint("n", r.IntN(3))
	}
	if r.IntN(2) == 0 {
		out["next"] = ref()
	}
	if r.IntN(2) == 0 {
		out["kids"] = list()
	}
	if r.IntN(3) == 0 {
		out["by"] = map[string]any{"x": ref(), "y": ref()}
	}
	if r.IntN(3) == 0 {
		out["extra"] = map[string]any{"knots": list(), "n": []int{r.IntN(2)}}
	}
	return out
}

// After any sequence of writes, what a client shows is what a client shows that is given all at once; what
// is equal to before is the same object; and what was handed out stays what it was.
func TestSequences(t *testing.T) {
	for seed := range uint64(60) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			d := newData(t)
			list := &client.Endpoint[[]*knot]{Name: "list", Schema: client.Array(knots)}
			mutate := &client.Endpoint[*knot]{
				Name: "mutate", Schema: knots, SideEffect: true, Fetch: d.fetch,
				Optimistic: func(_ *client.State, args ...any) (any, error) { return args[0], nil },
			}
			var pending []*run
			was := make(map[*knot]string)
			for step := range 25 {
				switch r.IntN(6) {
				case 0:
					require.NoError(t, client.SetResponse(d.Client, list, []any{randomKnot(r, 1), randomKnot(r, 1)}))
				case 1:
					require.NoError(t, client.Set(d.Client, client.Delete(knots), map[string]any{"id": fmt.Sprint(r.IntN(6))}))
				case 2:
					value := randomKnot(r, 1)
					text, err := json.Marshal(value)
					require.NoError(t, err)
					begin(t.Context(), d, mutate, json.RawMessage(text))
					runs := d.runs()
					pending = append(pending, runs[len(runs)-1])
				case 3:
					if len(pending) > 0 {
						i := r.IntN(len(pending))
						answer := any(errTest)
						if r.IntN(3) > 0 {
							answer = string(pending[i].args[0].(json.RawMessage))
						}
						pending[i].answer <- answer
						pending = slices.Delete(pending, i, i+1)
						synctest.Wait()
					}
				default:
					require.NoError(t, client.Set(d.Client, knots, randomKnot(r, 2)))
				}
				for i := range 6 {
					pk := fmt.Sprint(i)
					k := got(d, knots, pk)
					if k == nil {
						continue
					}
					text := told(k)
					if before, handed := was[k]; handed {
						require.Equal(t, before, text, "seed %d, step %d: what was handed out has changed", seed, step)
					}
					was[k] = text
					require.Same(t, k, got(d, knots, pk))
				}
				if len(pending) > 0 {
					continue
				}
				fresh := newData(t)
				require.NoError(t, fresh.Hydrate(d.Dehydrate()))
				for i := range 6 {
					pk := fmt.Sprint(i)
					require.Equal(t, told(got(fresh, knots, pk)), told(got(d, knots, pk)), "seed %d, step %d", seed, step)
				}
				assert.Len(t, read(d, list).Data, len(read(fresh, list).Data))
			}
		})
	}
}
