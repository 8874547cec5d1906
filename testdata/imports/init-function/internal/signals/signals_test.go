package signals

type scale struct{}

func (scale) init() {}

func init() { rules = nil }
