// Command verifier checks folders of what a log publishes with nothing but other people's libraries: signed notes and
// trees of golang.org/x/mod, formats and Merkle proofs of transparency-dev. It prints one line a check, and stops with
// an exit code of 1 at the first that fails.
//
// A folder has
//
//	log.vkey             the log's key
//	witnesses.vkeys      the keys of witnesses, each on a line; all of them must have signed every checkpoint
//	policy               whom to trust (tlog-policy)
//	checkpoints/NAME     checkpoints
//	proofs/NAME.tlog-proof, NAME.leaf    proofs, each with the entry that it proves
//	growth/NAME.old, NAME.new            a checkpoint, and the request to cosign a later one (tlog-witness)
//	tile/                tiles, from which each proof is made anew
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/transparency-dev/formats/log"
	f_note "github.com/transparency-dev/formats/note"
	f_proof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/formats/witness"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	for _, folder := range os.Args[1:] {
		if err := checkFolder(folder); err != nil {
			fmt.Println("FAILED", err)
			os.Exit(1)
		}
	}
}

func checkFolder(folder string) error {
	trusted, err := readKeys(folder)
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	kinds := []struct {
		pattern string
		check   func(folder, path string, trusted *keys) error
	}{
		{"checkpoints/*", checkCheckpoint},
		{"proofs/*.tlog-proof", checkProof},
		{"growth/*.new", checkGrowth},
	}
	for _, kind := range kinds {
		paths, err := filepath.Glob(filepath.Join(folder, kind.pattern))
		if err != nil {
			return err
		}
		if len(paths) == 0 {
			return fmt.Errorf("%s: nothing to check", kind.pattern)
		}
		for _, path := range paths {
			name, _ := filepath.Rel(folder, path)
			if err := kind.check(folder, path, trusted); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			fmt.Println("ok", name)
		}
	}
	return nil
}

type keys struct {
	log       note.Verifier
	witnesses []note.Verifier
	policy    witness.Group
}

func readKeys(folder string) (*keys, error) {
	text, err := os.ReadFile(filepath.Join(folder, "log.vkey"))
	if err != nil {
		return nil, err
	}
	found := &keys{}
	if found.log, err = note.NewVerifier(strings.TrimSpace(string(text))); err != nil {
		return nil, err
	}
	if text, err = os.ReadFile(filepath.Join(folder, "witnesses.vkeys")); err != nil {
		return nil, err
	}
	for _, line := range strings.Fields(string(text)) {
		verifier, err := f_note.NewVerifierForCosignatureV1(line)
		if err != nil {
			return nil, err
		}
		found.witnesses = append(found.witnesses, verifier)
	}
	if text, err = os.ReadFile(filepath.Join(folder, "policy")); err != nil {
		return nil, err
	}
	found.policy, err = witness.ParsePolicy(text)
	return found, err
}

// open reads a checkpoint that the log and all witnesses have signed.
func (k *keys) open(content []byte) (*log.Checkpoint, error) {
	checkpoint, rest, signed, err := log.ParseCheckpoint(content, k.log.Name(), k.log, k.witnesses...)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("lines after the root: %q", rest)
	}
	if len(signed.Sigs) != 1+len(k.witnesses) || len(signed.UnverifiedSigs) > 0 {
		return nil, fmt.Errorf("%d signatures of known keys, %d of others", len(signed.Sigs), len(signed.UnverifiedSigs))
	}
	if !k.policy.Satisfied(content) {
		return nil, fmt.Errorf("the policy is not satisfied")
	}
	return checkpoint, nil
}

func checkCheckpoint(folder, path string, trusted *keys) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, err = trusted.open(content)
	return err
}

// checkProof does it twice, with two libraries; and once more the proof is made from the tiles, and must be the same.
func checkProof(folder, path string, trusted *keys) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	leaf, err := os.ReadFile(strings.TrimSuffix(path, ".tlog-proof") + ".leaf")
	if err != nil {
		return err
	}
	var stated f_proof.TLogProof
	if err := stated.Unmarshal(content); err != nil {
		return err
	}
	if !bytes.Equal(stated.Marshal(), content) {
		return fmt.Errorf("is written in another way by its library")
	}
	checkpoint, err := trusted.open(stated.Checkpoint)
	if err != nil {
		return err
	}
	var hashes [][]byte
	var record tlog.RecordProof
	for _, hash := range stated.Hashes {
		hashes = append(hashes, hash[:])
		record = append(record, tlog.Hash(hash))
	}
	hashed := rfc6962.DefaultHasher.HashLeaf(leaf)
	err = proof.VerifyInclusion(rfc6962.DefaultHasher, stated.Index, checkpoint.Size, hashed, hashes, checkpoint.Hash)
	if err != nil {
		return err
	}
	tree := tlog.Tree{N: int64(checkpoint.Size), Hash: tlog.Hash(checkpoint.Hash)}
	if err := tlog.CheckRecord(record, tree.N, tree.Hash, int64(stated.Index), tlog.RecordHash(leaf)); err != nil {
		return err
	}
	made, err := tlog.ProveRecord(tree.N, int64(stated.Index), tlog.TileHashReader(tree, tiles(folder)))
	if err != nil {
		return fmt.Errorf("from the tiles: %w", err)
	}
	if !slices.Equal(made, record) {
		return fmt.Errorf("from the tiles another proof is made")
	}
	return checkEntry(folder, tree, int64(stated.Index), leaf)
}

// checkEntry looks the entry up in its bundle.
func checkEntry(folder string, tree tlog.Tree, index int64, leaf []byte) error {
	const width = 256
	bundle := tlog.Tile{H: 8, L: -1, N: index / width, W: int(min(width, tree.N-index/width*width))}
	content, err := os.ReadFile(filepath.Join(folder, pathOf(bundle)))
	if err != nil {
		return err
	}
	for range index % width {
		if content, err = afterEntry(content); err != nil {
			return err
		}
	}
	rest, err := afterEntry(content)
	if err != nil {
		return err
	}
	if entry := content[2 : len(content)-len(rest)]; !bytes.Equal(entry, leaf) {
		return fmt.Errorf("the bundle has another entry")
	}
	return nil
}

func afterEntry(bundle []byte) ([]byte, error) {
	if len(bundle) < 2 {
		return nil, fmt.Errorf("the bundle is too short")
	}
	end := 2 + int(bundle[0])<<8 + int(bundle[1])
	if len(bundle) < end {
		return nil, fmt.Errorf("the bundle is too short")
	}
	return bundle[end:], nil
}

func checkGrowth(folder, path string, trusted *keys) error {
	earlier, err := os.ReadFile(strings.TrimSuffix(path, ".new") + ".old")
	if err != nil {
		return err
	}
	old, err := trusted.open(earlier)
	if err != nil {
		return fmt.Errorf("the earlier checkpoint: %w", err)
	}
	request, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, later, found := bytes.Cut(request, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || lines[0] != "old "+strconv.FormatUint(old.Size, 10) {
		return fmt.Errorf("begins with %q", lines[0])
	}
	checkpoint, err := trusted.open(later)
	if err != nil {
		return fmt.Errorf("the later checkpoint: %w", err)
	}
	var hashes [][]byte
	var grown tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			return err
		}
		if len(hash) != tlog.HashSize {
			return fmt.Errorf("a hash of %d bytes", len(hash))
		}
		hashes = append(hashes, hash)
		grown = append(grown, tlog.Hash(hash))
	}
	err = proof.VerifyConsistency(rfc6962.DefaultHasher, old.Size, checkpoint.Size, hashes, old.Hash, checkpoint.Hash)
	if err != nil {
		return err
	}
	tree := tlog.Tree{N: int64(checkpoint.Size), Hash: tlog.Hash(checkpoint.Hash)}
	if err := tlog.CheckTree(grown, tree.N, tree.Hash, int64(old.Size), tlog.Hash(old.Hash)); err != nil {
		return err
	}
	made, err := tlog.ProveTree(tree.N, int64(old.Size), tlog.TileHashReader(tree, tiles(folder)))
	if err != nil {
		return fmt.Errorf("from the tiles: %w", err)
	}
	if !slices.Equal(made, grown) {
		return fmt.Errorf("from the tiles another proof is made")
	}
	return nil
}

// tiles reads tiles of a folder for golang.org/x/mod, which compares each with the root.
type tiles string

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		content, err := os.ReadFile(filepath.Join(string(t), pathOf(tile)))
		if err != nil {
			return nil, err
		}
		found = append(found, content)
	}
	return found, nil
}

func (t tiles) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

// pathOf is the path after C2SP; that of golang.org/x/mod names the height too, and calls entries data.
func pathOf(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), "tile/8/")
	if tile.L == -1 {
		path = "entries/" + strings.TrimPrefix(path, "data/")
	}
	return "tile/" + path
}
