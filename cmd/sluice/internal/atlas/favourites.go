package atlas

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sluice/server"
)

// FavouritesField is the member of the session's user that holds the favourite countries:
// a list of objects {code, nickname}, oldest first.
const FavouritesField = "favourites"

// Codes of the errors about favourites, with the statuses 404, 409 and 409.
const (
	CodeFavouriteNotFound = "favourite.notFound"
	CodeFavouriteTooMany  = "favourite.tooMany"
	CodeFavouriteRefused  = "favourite.refused"
)

const (
	maxFavourites = 20
	maxNickname   = 40 // characters
	// savesTried is how often a change is made on what another call has saved meanwhile.
	savesTried = 5
)

// favourite is a country that the user has marked, by a name of the user's own.
type favourite struct {
	code, nickname string
}

type favourites []favourite

// favouritesOf reads the favourites of a user, who may be nil.
func favouritesOf(user *server.User) favourites {
	if user == nil {
		return nil
	}
	stored, _ := user.Get(FavouritesField).([]any)
	list := make(favourites, 0, len(stored))
	for _, item := range stored {
		members, _ := item.(map[string]any)
		code, _ := members["code"].(string)
		nickname, _ := members["nickname"].(string)
		list = append(list, favourite{code, nickname})
	}
	return list
}

// stored is the form in which the session keeps them.
func (list favourites) stored() []any {
	items := make([]any, len(list))
	for i, f := range list {
		items[i] = map[string]any{"code": f.code, "nickname": f.nickname}
	}
	return items
}

func (list favourites) nicknames() map[string]string {
	names := make(map[string]string, len(list))
	for _, f := range list {
		names[f.code] = f.nickname
	}
	return names
}

func (list favourites) index(code string) int {
	return slices.IndexFunc(list, func(f favourite) bool { return f.code == code })
}

// getFavourites gives the caller's favourites in the order in which they were marked.
func (r *routes) getFavourites(c *server.Call, _ struct{}) ([]CountrySummary, error) {
	list := favouritesOf(c.User())
	nicknames := list.nicknames()
	summaries := make([]CountrySummary, 0, len(list))
	for _, f := range list {
		if country, ok := r.atlas.Country(f.code); ok {
			summaries = append(summaries, r.summary(country, nicknames))
		}
	}
	return summaries, nil
}

// addFavourite marks a country, under its own name at first. One that is marked stays as it is.
func (r *routes) addFavourite(c *server.Call, in CountryInput) (CountrySummary, error) {
	return r.changeFavourites(c, in.Code, func(list favourites, country *Country) (favourites, error) {
		switch {
		case list.index(country.Code) >= 0:
			return list, nil
		case len(list) >= maxFavourites:
			return nil, &server.Error{
				Code: CodeFavouriteTooMany, Status: http.StatusConflict, Message: "too many favourites",
				Params: map[string]any{"most": maxFavourites},
			}
		}
		return append(list, favourite{country.Code, country.Name}), nil
	})
}

// removeFavourite takes the mark off a country; without one it does nothing.
func (r *routes) removeFavourite(c *server.Call, in CountryInput) (CountrySummary, error) {
	return r.changeFavourites(c, in.Code, func(list favourites, country *Country) (favourites, error) {
		return slices.DeleteFunc(list, func(f favourite) bool { return f.code == country.Code }), nil
	})
}

// RenameInput gives a favourite another name. With Refuse the server says no, so that
// one sees what becomes of a change that was shown before it was made.
type RenameInput struct {
	CountryInput
	Nickname string `json:"nickname"`
	Delay    int    `json:"delay"` // ms to wait before anything else, as a slow server would
	Refuse   bool   `json:"refuse"`
}

// Validate refuses what is outside the limits.
func (in RenameInput) Validate() error {
	if name := strings.TrimSpace(in.Nickname); name == "" || utf8.RuneCountInString(name) > maxNickname {
		return invalid("nickname", "1 to 40 characters")
	}
	if err := validDelay(in.Delay); err != nil {
		return err
	}
	return in.CountryInput.Validate()
}

func (r *routes) renameFavourite(c *server.Call, in RenameInput) (CountrySummary, error) {
	if err := wait(c.Context(), time.Duration(in.Delay)*time.Millisecond); err != nil {
		return CountrySummary{}, err
	}
	if in.Refuse {
		return CountrySummary{}, &server.Error{Code: CodeFavouriteRefused, Status: http.StatusConflict, Message: "refused, as asked for"}
	}
	return r.changeFavourites(c, in.Code, func(list favourites, country *Country) (favourites, error) {
		i := list.index(country.Code)
		if i < 0 {
			return nil, notFound(CodeFavouriteNotFound, "no favourite", "code", country.Code)
		}
		list[i].nickname = strings.TrimSpace(in.Nickname)
		return list, nil
	})
}

// changeFavourites changes the favourites of the caller's session and gives the country as
// it is then. What other calls of the session save at the same time is not lost.
func (r *routes) changeFavourites(c *server.Call, code string, change func(favourites, *Country) (favourites, error)) (CountrySummary, error) {
	country, err := r.country(code)
	if err != nil {
		return CountrySummary{}, err
	}
	user := c.User()
	for try := 1; ; try++ {
		list, err := change(favouritesOf(user), country)
		if err != nil {
			return CountrySummary{}, err
		}
		token := user.Token
		user.Set(FavouritesField, list.stored())
		err = c.SaveSession(token, user, server.IfUnchanged())
		if err == nil {
			return r.summary(country, list.nicknames()), nil
		}
		if !errors.Is(err, server.ErrConflict) || try == savesTried {
			return CountrySummary{}, err
		}
		if user, err = c.GetSession(token); err != nil {
			return CountrySummary{}, err
		}
		if user == nil {
			return CountrySummary{}, server.ErrSessionGone
		}
	}
}
