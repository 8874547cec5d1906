package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	"fermata/internal/fault"
	"fermata/internal/ledger"
)

// Draft implements [ledger.Store].
func (s *Store) Draft(ctx context.Context, person, form string) (ledger.Draft, error) {
	const op = "sqlstore.draft"
	rows, err := s.read.QueryContext(ctx, selectDraft, person, form)
	draft, err := first(rows, err, scanDraft)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Draft{}, fault.New(fault.NotFound, op, "There is no half-filled form here. Start with an empty one.")
	}
	return draft, explain(ctx, op, err)
}

// Drafts implements [ledger.Store].
func (s *Store) Drafts(ctx context.Context, person string) ([]ledger.Draft, error) {
	rows, err := s.read.QueryContext(ctx, selectDrafts, person)
	drafts, err := all(rows, err, scanDraft)
	return drafts, explain(ctx, "sqlstore.drafts", err)
}

// PutDraft implements [ledger.Store]. NotFound when there is no such person.
func (s *Store) PutDraft(ctx context.Context, person string, draft ledger.Draft) error {
	return s.send(ctx, "sqlstore.put-draft", upsertDraft, person, draft.Form, draft.ChangedAt, draft.Sealed)
}

// DropDraft implements [ledger.Store].
func (s *Store) DropDraft(ctx context.Context, person, form string) error {
	return s.send(ctx, "sqlstore.drop-draft", deleteDraft, person, form)
}

// DropDraftsBefore implements [ledger.Store].
func (s *Store) DropDraftsBefore(ctx context.Context, changedAt int64) error {
	return s.send(ctx, "sqlstore.drop-drafts", deleteDraftsBefore, changedAt)
}

// HelpCard implements [ledger.Store].
func (s *Store) HelpCard(ctx context.Context, person string) ([]byte, error) {
	const op = "sqlstore.help-card"
	rows, err := s.read.QueryContext(ctx, selectCard, person)
	card, err := first(rows, err, scanCard)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, op, "There is no help card yet. The emergency number and the crisis lines are there all the same.")
	}
	return card, explain(ctx, op, err)
}

// PutHelpCard implements [ledger.Store]. NotFound when there is no such person.
func (s *Store) PutHelpCard(ctx context.Context, person string, card []byte) error {
	statement, args := upsertCard, []any{person, card}
	if card == nil {
		statement, args = deleteCard, []any{person}
	}
	return s.change(ctx, "sqlstore.put-help-card", func(ctx context.Context, t *txn) error {
		t.wiped = true // a card is not sealed: the one before must not linger
		_, err := t.exec(ctx, statement, args...)
		return err
	})
}

// send is a change of one statement.
func (s *Store) send(ctx context.Context, op, statement string, args ...any) error {
	return s.change(ctx, op, func(ctx context.Context, t *txn) error {
		_, err := t.exec(ctx, statement, args...)
		return err
	})
}

func scanDraft(rows *sql.Rows) (ledger.Draft, error) {
	var d ledger.Draft
	err := rows.Scan(&d.Form, &d.ChangedAt, &d.Sealed)
	return d, err
}

func scanCard(rows *sql.Rows) ([]byte, error) {
	var card []byte
	err := rows.Scan(&card)
	return card, err
}
