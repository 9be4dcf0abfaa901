package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"

	"sluice/client"
	"sluice/core"
	"sluice/server"
)

func Example() {
	app := server.New(server.Options{})
	server.Handle(app, "getUser", func(_ *server.Call, in struct{ ID int }) (map[string]any, error) {
		if in.ID != 1 {
			return nil, &server.Error{Code: "user.unknown", Status: 404, Message: "no such user"}
		}
		return map[string]any{"name": "Ann"}, nil
	})
	site := httptest.NewServer(app)
	defer site.Close()

	c := client.New(client.Options{BaseURL: site.URL + "/api"})
	defer c.Close()
	user, err := client.Request[struct{ Name string }](context.Background(), c, "getUser", map[string]int{"ID": 1})
	fmt.Println(user.Name, err)
	_, err = client.Request[any](context.Background(), c, "getUser", map[string]int{"ID": 2})
	var api *core.APIError
	if errors.As(err, &api) {
		fmt.Println(api.Status, err)
	}
	// Output:
	// Ann <nil>
	// 404 client: getUser: user.unknown: no such user
}
