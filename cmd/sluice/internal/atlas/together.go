package atlas

import (
	"context"
	"strings"
	"unicode/utf8"

	"sluice/server"
)

// Topics of the demo. Everybody may subscribe.
const (
	// TopicNote has each note as it is written, of all countries in one stream.
	TopicNote = "ON_NOTE"
	// TopicViewers has, under a country's code, who is looking at it.
	TopicViewers = "ON_VIEWERS"
)

const (
	maxNote   = 140 // characters
	maxNotes  = 20  // of a user or address, per minute
	maxViewer = 40  // characters
)

// Note is what visitors have written at a country, for everybody.
type Note struct {
	Code string `json:"code"`
	Text string `json:"text"` // "" when there is none
	By   string `json:"by"`   // name of who wrote it last, "" of a guest
	// Rev is greater for what was written later.
	Rev int64 `json:"rev"`
}

// NoteInput writes a note; an empty one takes it away.
type NoteInput struct {
	CountryInput
	Text string `json:"text"`
}

// Validate refuses what is outside the limits.
func (in NoteInput) Validate() error {
	if utf8.RuneCountInString(strings.TrimSpace(in.Text)) > maxNote {
		return invalid("text", "at most 140 characters")
	}
	return in.CountryInput.Validate()
}

// writeNote keeps a note and tells everybody of it.
func (r *routes) writeNote(c *server.Call, in NoteInput) (Note, error) {
	country, err := r.country(in.Code)
	if err != nil {
		return Note{}, err
	}
	note, err := r.visitors.write(c.Context(), country.Code, strings.TrimSpace(in.Text), nameOf(c.User()))
	if err != nil {
		return Note{}, err
	}
	return note, r.app.Publish(c.Context(), TopicNote, note)
}

// Viewers are those who look at a country now: the names of their users, "" of guests.
type Viewers struct {
	Code  string   `json:"code"`
	Names []string `json:"names"`
}

// ViewerInput says that a page shows a country; the page makes up an id for itself.
type ViewerInput struct {
	CountryInput
	Viewer string `json:"viewer"`
}

// Validate refuses what is outside the limits.
func (in ViewerInput) Validate() error {
	if in.Viewer == "" || utf8.RuneCountInString(in.Viewer) > maxViewer {
		return invalid("viewer", "1 to 40 characters")
	}
	return in.CountryInput.Validate()
}

// lookAt counts the caller as present for a while and gives who is.
func (r *routes) lookAt(c *server.Call, in ViewerInput) (Viewers, error) {
	return r.present(c, in, true)
}

// lookAway counts the caller no more.
func (r *routes) lookAway(c *server.Call, in ViewerInput) (Viewers, error) {
	return r.present(c, in, false)
}

func (r *routes) present(c *server.Call, in ViewerInput, looks bool) (Viewers, error) {
	country, err := r.country(in.Code)
	if err != nil {
		return Viewers{}, err
	}
	stay := presentFor
	if !looks {
		stay = 0
	}
	names, changed, err := r.visitors.look(c.Context(), country.Code, in.Viewer, nameOf(c.User()), stay)
	if err != nil {
		return Viewers{}, err
	}
	viewers := Viewers{country.Code, names}
	if changed {
		err = r.app.Publish(c.Context(), TopicViewers, viewers, server.Key(country.Code))
	}
	return viewers, err
}

// nameOf gives the name of a user, "" of nobody.
func nameOf(user *server.User) string {
	if user == nil {
		return ""
	}
	name, _ := user.Get("name").(string)
	return name
}

// notesNow gives what the note at each country is now.
func (r *routes) notesNow(ctx context.Context) (func(code string) *Note, error) {
	written, unwritten, err := r.visitors.notes(ctx)
	return func(code string) *Note {
		if note, ok := written[code]; ok {
			return &note
		}
		return &Note{Code: code, Rev: unwritten}
	}, err
}
