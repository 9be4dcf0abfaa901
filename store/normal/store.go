package normal

// QueryID names a query. The caller gives it.
type QueryID uint32

// RequestID names a request: those made later have greater ones. 0 is none.
type RequestID uint32

// Functions are the user's.
type Functions interface {
	// Update has a function make other data of what a query shows. same says that it gave what it was
	// given. data is valid until Update returns, the result until the next call.
	Update(u Updating, data []byte) (text []byte, same bool, err error)
}

// Updating is one call of a function.
type Updating struct {
	Request RequestID
	Entry   int
	Query   QueryID
	Kind    Kind
}

// Kind is a function of an update, or a set of them.
type Kind uint8

// The kinds.
const (
	UpdateData Kind = 1 << iota
	UpdateOptimistic
	UpdateRevert
)

// Update says that a request updates the data of a query.
type Update struct {
	Query QueryID
	Entry int  // which of the request's updates it is
	Has   Kind // its functions
	Local bool // UpdateData is applied at once, and for good
}

// Store keeps objects, queries and layers. Make one with [New].
type Store struct {
	functions Functions
	keys      Keys
	shapes    shapes
	objects   map[string]*object // by key
	list      []*object          // the same
	queries   map[QueryID]*query
	layers    []*layer // in the order of their requests
	asked     []RequestID

	touched []*object // whose visible content changed with this operation
	moved   []*query  // whose visible structure did
	changes Changes
	texts   []byte
	former  []byte
	stamp   uint32

	reader   reader
	joiner   joiner
	renderer renderer
	keyText  []byte
	sweepAt  int
}

// New makes a store. keys may be nil: then the member id is the key.
func New(f Functions, keys Keys) *Store {
	s := &Store{
		functions: f, keys: keys,
		objects: make(map[string]*object), queries: make(map[QueryID]*query),
	}
	s.shapes.clear()
	return s
}

// object is one with a key.
type object struct {
	key   string // JSON
	place int    // of its patch, while a text is read
	base  *content
	top   *content // with all layers
	was   *content // what top was before this operation, if it is touched
	at    float64
	chain []*write // what layers make of it, in their order
	users []link   // who shows it

	touched, gone bool
	seen, linked  uint32
}

// query is one that has data, or layers.
type query struct {
	id    QueryID
	base  *content
	top   *content
	was   *content
	at    float64
	chain []*step // those that update it, in order
	shown shower
	moved bool
}

// object finds or makes the object of a key.
//
//go:noinline
func (s *Store) object(key []byte) *object {
	o := s.objects[string(key)]
	if o == nil {
		o = &object{key: string(key)}
		s.objects[o.key] = o
		s.list = append(s.list, o)
	}
	return o
}

//go:noinline
func (s *Store) query(id QueryID) *query {
	q := s.queries[id]
	if q == nil {
		q = &query{id: id}
		q.shown.query = q
		s.queries[id] = q
	}
	return q
}

// Text appends what a query shows, as JSON. ok is false if it has no data.
func (s *Store) Text(dst []byte, id QueryID) (text []byte, ok bool) {
	q := s.queries[id]
	if q == nil || q.top == nil {
		return dst, false
	}
	return s.render(dst, q.top, now), true
}

// Object appends the members of the object with a key, which is JSON, with keys in the place of other objects:
// each is an object with the one member [Reserved], whose value is an array of the key. ok is false if there is none.
func (s *Store) Object(dst []byte, key string) (text []byte, ok bool) {
	o := s.objects[key]
	if o == nil || o.top == nil {
		return dst, false
	}
	return s.render(dst, o.top, nil), true
}

func now(o *object) *content { return o.top }

func before(o *object) *content {
	if o.touched {
		return o.was
	}
	return o.top
}
