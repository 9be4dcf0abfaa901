package client_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"sluice/client"
)

type Author struct {
	ID   int    `json:"id" sluice:"pk"`
	Name string `json:"name" sluice:"index"`
}

type Article struct {
	Slug   string  `json:"slug" sluice:"pk"`
	Title  string  `json:"title"`
	Author *Author `json:"author,omitempty"`
}

var getArticle = &client.Endpoint[*Article]{Path: "/articles/:slug", Schema: client.Of[*Article]()}

func ExampleFetch() {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"slug":"%s","title":"Hello","author":{"id":1,"name":"ann"}}`, r.URL.Path[len("/articles/"):])
	}))
	defer site.Close()

	c := client.New(client.Options{BaseURL: site.URL + "/api"})
	defer c.Close()
	ctx := context.Background()
	first, err := client.Fetch(ctx, c, getArticle, map[string]string{"slug": "hello"})
	if err != nil {
		panic(err)
	}
	second, _ := client.Fetch(ctx, c, getArticle, map[string]string{"slug": "again"})
	ann, _ := client.Get(c, client.Of[*Author](), map[string]string{"name": "ann"})
	fmt.Println(first.Author == ann, second.Author == ann)

	_ = client.Set(c, client.Of[*Author](), &Author{ID: 1, Name: "Ann"})
	r := client.GetResponse(c, getArticle, map[string]string{"slug": "hello"})
	fmt.Println(r.Data.Author.Name, r.Status == client.Valid, first.Author.Name)
	// Output:
	// true true
	// Ann true ann
}
