package shared

type Flag string

const Both = "both"

const (
	Red   Flag = "red"
	Green Flag = "green"
)
