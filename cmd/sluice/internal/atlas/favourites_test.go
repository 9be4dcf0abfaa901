package atlas

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/server"
)

func TestFavourites(t *testing.T) {
	s := newSite(t)
	t.Run("of a guest are none, and to have some needs a login", func(t *testing.T) {
		status, answer := s.post("/api/getFavourites", "")
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, []any{}, answer)
		for _, name := range []string{"addFavourite", "removeFavourite", "renameFavourite"} {
			status, _ := s.post("/api/"+name, `{"code":"CH","nickname":"a"}`)
			assert.Equal(t, http.StatusUnauthorized, status, name)
		}
	})
	s.register()
	kept := func() []string {
		status, answer := s.post("/api/getFavourites", "")
		require.Equal(t, http.StatusOK, status)
		list, _ := answer.([]any)
		return members[string](list, "nickname")
	}
	call := func(name, body string) object {
		status, answer := s.post("/api/"+name, body)
		require.Equal(t, http.StatusOK, status, answer)
		country, _ := answer.(object)
		return country
	}
	t.Run("are none at first", func(t *testing.T) {
		assert.Empty(t, kept())
	})
	t.Run("have the country's name until they are renamed, and stand in the order in which they were marked", func(t *testing.T) {
		assert.Equal(t, "France", call("addFavourite", `{"code":"FR"}`)["nickname"])
		assert.Equal(t, "Switzerland", call("addFavourite", `{"code":"ch"}`)["nickname"])
		assert.Equal(t, []string{"France", "Switzerland"}, kept())
	})
	t.Run("are renamed without the spaces around the name, and nothing else of the session changes", func(t *testing.T) {
		assert.Equal(t, "Côte & Co", call("renameFavourite", `{"code":"FR","nickname":" Côte & Co ","delay":1}`)["nickname"])
		assert.Equal(t, []string{"Côte & Co", "Switzerland"}, kept())
		_, session := s.post("/api/session", "")
		assert.Equal(t, "Ada", session.(object)["name"])
	})
	t.Run("keep their name when they are marked again", func(t *testing.T) {
		assert.Equal(t, "Côte & Co", call("addFavourite", `{"code":"FR"}`)["nickname"])
		assert.Equal(t, []string{"Côte & Co", "Switzerland"}, kept())
	})
	t.Run("keep their name when the server is told to refuse another", func(t *testing.T) {
		status, answer := s.post("/api/renameFavourite", `{"code":"FR","nickname":"no","refuse":true}`)
		assert.Equal(t, http.StatusConflict, status)
		assert.Equal(t, CodeFavouriteRefused, answer.(object)["error"].(object)["code"])
		assert.Equal(t, []string{"Côte & Co", "Switzerland"}, kept())
	})
	t.Run("can be given up, also twice", func(t *testing.T) {
		for range 2 {
			assert.Nil(t, call("removeFavourite", `{"code":"FR"}`)["nickname"])
			assert.Equal(t, []string{"Switzerland"}, kept())
		}
	})
}

func TestFavouritesSavedAtTheSameTimeAreAllKept(t *testing.T) {
	s := newSite(t)
	s.register()
	var group sync.WaitGroup
	codes := []string{"CH", "FJ", "FR", "TD", "US"}
	for _, code := range codes {
		group.Go(func() {
			status, answer := s.post("/api/addFavourite", fmt.Sprintf(`{"code":%q}`, code))
			assert.Equal(t, http.StatusOK, status, answer)
		})
	}
	group.Wait()
	_, answer := s.post("/api/getFavourites", "")
	list, _ := answer.([]any)
	assert.ElementsMatch(t, codes, members[string](list, "code"))
}

func TestFavouritesHaveALimit(t *testing.T) {
	s := newSite(t, func(app *server.App) {
		server.Handle(app, "fill", func(c *server.Call, _ struct{}) (struct{}, error) {
			user := c.User()
			user.Set(FavouritesField, make(favourites, maxFavourites).stored())
			return struct{}{}, c.SaveSession(user.Token, user)
		})
	})
	s.register()
	status, _ := s.post("/api/fill", "")
	require.Equal(t, http.StatusNoContent, status)
	status, answer := s.post("/api/addFavourite", `{"code":"CH"}`)
	assert.Equal(t, http.StatusConflict, status)
	assert.Equal(t, CodeFavouriteTooMany, answer.(object)["error"].(object)["code"])
}
