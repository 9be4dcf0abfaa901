package atlas

import "sluice/server"

// HomeCity is what the session remembers of the user's home.
type HomeCity struct {
	ID      int    `json:"id"`
	Name    string `json:"name"`
	Country string `json:"country"`
}

// setHomeCity keeps a city in the caller's session. Every call that begins after the
// answer sees it, in every tab and on every instance of the server.
func (r *routes) setHomeCity(c *server.Call, in CityInput) (HomeCity, error) {
	city, err := r.city(in.ID)
	if err != nil {
		return HomeCity{}, err
	}
	home := HomeCity{ID: city.ID, Name: city.Name, Country: city.Country}
	user := c.User()
	user.Set(HomeCityField, home)
	if err := c.SaveSession(user.Token, user); err != nil {
		return HomeCity{}, err
	}
	return home, nil
}

// clearHomeCity takes the home out of the caller's session; without one it does nothing.
func (r *routes) clearHomeCity(c *server.Call, _ struct{}) (*HomeCity, error) {
	user := c.User()
	if user.Get(HomeCityField) == nil {
		return nil, nil
	}
	user.Set(HomeCityField, nil)
	return nil, c.SaveSession(user.Token, user)
}
