package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sluice/client"
	"sluice/core"
)

// token is what a server wants to see, and gives anew when it has expired.
type token struct {
	mu   sync.Mutex
	text string
}

func (t *token) get() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text
}

func (t *token) set(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = text
}

// Calls that are refused at the same time share one renewal of the token, and each is sent once more.
func ExampleOutgoing_Again() {
	var renewals atomic.Int32
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case strings.HasSuffix(r.URL.Path, "/renewToken"):
			renewals.Add(1)
			time.Sleep(50 * time.Millisecond)
			_, _ = io.WriteString(w, `"fresh"`)
		case r.Header.Get("Authorization") != "Bearer fresh":
			time.Sleep(10 * time.Millisecond)
			w.WriteHeader(http.StatusUnauthorized)
		default:
			_, _ = io.Copy(w, r.Body)
		}
	}))
	defer site.Close()

	bearer := &token{text: "stale"}
	c := client.New(client.Options{
		BaseURL: site.URL + "/api",
		OnRequest: func(_ context.Context, r *client.Outgoing) error {
			r.Header.Set("Authorization", "Bearer "+bearer.get())
			return nil
		},
		OnError: func(ctx context.Context, r *client.Outgoing, err error) (*client.Incoming, error) {
			var refused *core.APIError
			if !errors.As(err, &refused) || refused.Status != http.StatusUnauthorized {
				return nil, err
			}
			if r.Header.Get("Authorization") == "Bearer "+bearer.get() { // else it has been renewed meanwhile
				fresh, err := client.Request[string](ctx, r.Client(), "renewToken", nil, client.Shared(), client.RunOnError(false))
				if err != nil {
					return nil, err
				}
				bearer.set(fresh)
			}
			return r.Again(ctx)
		},
	})
	defer c.Close()

	var all sync.WaitGroup
	var sum atomic.Int32
	for i := range 5 {
		all.Go(func() {
			n, err := client.Request[int](context.Background(), c, "echo", i, client.RequestKey(i))
			if err != nil {
				fmt.Println(err)
			}
			sum.Add(int32(n))
		})
	}
	all.Wait()
	fmt.Println("sum:", sum.Load(), "renewals:", renewals.Load())
	// Output: sum: 10 renewals: 1
}

type book struct {
	ID    int    `json:"id"`
	Title string `json:"title"`
}

// A mutation changes the data of a query at once, and takes that back when it fails.
func ExampleUpdate() {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/listBooks") {
			_, _ = io.WriteString(w, `[{"id":1,"title":"Emma"}]`)
			return
		}
		var b book
		_ = json.NewDecoder(r.Body).Decode(&b)
		if b.Title == "" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		b.ID = 2
		_ = json.NewEncoder(w).Encode(b)
	}))
	defer site.Close()
	c := client.New(client.Options{BaseURL: site.URL + "/api"})
	defer c.Close()
	ctx := context.Background()

	if _, err := client.Request[[]book](ctx, c, "listBooks", nil); err != nil {
		fmt.Println(err)
	}
	add := func(b book) error {
		_, err := client.Request[book](ctx, c, "addBook", b,
			client.UpdateOptimistic("listBooks", func(books []book) []book { return append(slices.Clip(books), b) }),
			client.Update("listBooks", func(books []book, made book) []book {
				books = slices.Clone(books)
				for i := range books {
					if books[i].ID == 0 {
						books[i] = made
					}
				}
				return books
			}))
		return err
	}
	fmt.Println(add(book{Title: "Persuasion"}), client.GetQuery[[]book](c, "listBooks").Data)
	fmt.Println(add(book{}) != nil, client.GetQuery[[]book](c, "listBooks").Data)
	// Output:
	// <nil> [{1 Emma} {2 Persuasion}]
	// true [{1 Emma} {2 Persuasion}]
}

// The pages of a list become one: what comes is appended to what is there.
func ExampleGetData() {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct{ From int }
		_ = json.NewDecoder(r.Body).Decode(&in)
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, "[%d,%d]", in.From, in.From+1)
	}))
	defer site.Close()
	c := client.New(client.Options{BaseURL: site.URL + "/api"})
	defer c.Close()

	for range 3 {
		from := len(client.GetQuery[[]int](c, "listNumbers").Data)
		_, err := client.Request[[]int](context.Background(), c, "listNumbers", map[string]int{"from": from},
			client.GetData(func(page, there []int) ([]int, error) { return append(slices.Clip(there), page...), nil }))
		if err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(client.GetQuery[[]int](c, "listNumbers").Data)
	// Output: [0 1 2 3 4 5]
}

// The answer of a query is given again for a minute; a mutation may forget it.
func ExampleCache() {
	var asked atomic.Int32
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, asked.Add(1))
	}))
	defer site.Close()
	c := client.New(client.Options{BaseURL: site.URL + "/api"})
	defer c.Close()

	get := func() int {
		n, err := client.Request[int](context.Background(), c, "getCount", nil, client.Cache(time.Minute))
		if err != nil {
			fmt.Println(err)
		}
		return n
	}
	fmt.Println(get(), get())
	c.ClearRequestsCache(core.Target{Name: "getCount"})
	fmt.Println(get(), get())
	// Output:
	// 1 1
	// 2 2
}
