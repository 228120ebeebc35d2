/* SPDX-License-Identifier: MIT */
/* SHA-256 by both its ways, against NIST's examples and sha256sum(1); SipHash-1-3 against another
 * implementation, which agreed with the published example of 2-4. */
#include <string.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "base/sha256_blocks.h"
#include "base/siphash.h"
#include "base/vhash.h"

#include "tests/unit/unit.h"

static const struct {
	const char *message, *hex;
} nist[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
	  "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
	    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
};

/* Of messages whose byte i is (7 i + 3) mod 251; from sha256sum(1). */
static const struct {
	size_t n;
	const char *hex;
} lengths[] = {
	{ 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ 1, "084fed08b978af4d7d196a7446a86b58009e636b611db16211b65a9aadff29c5" },
	{ 3, "6ab0dba1f4f1dfbb37b4f9eeb092c09fca4900ad32bdcd147d8dde35d6c87c35" },
	{ 55, "1deace58c745f3ecadde68a5923f494c3703fa73f0306483ccb898a5826e8d70" },
	{ 56, "06dbe23685750e4d3881ded95047abaf93fa8f9c5d3501dc57c717a72ff1398e" },
	{ 57, "011f4bced20a249afb834d24b3e4eca31ad5ea2bdd1d8a1a564c2d2410398e69" },
	{ 63, "47fb38b12335c9298d09280515c0666489a189d1554bb0ac1a0740806ce9d8b6" },
	{ 64, "dfa798724b1a8014994f363e5da7474ed26ce3757fb29e07aa47ad5a9352d37b" },
	{ 65, "dd2eab5a5507d7717c63ce953d9ac61752c21e664425ad1227054722a0d97f69" },
	{ 111, "2ea239204423b890039a115a62d44a1b1c37675a784f5c6a9b786e9fca4c4cee" },
	{ 119, "c6e0f435df5d7d265baacca31e0602c00aa22fa6d3819aed664649294c743756" },
	{ 120, "17eb8960823a644bde3065620bb9d45931fe8993fd8eb692a17aff0fd725db6a" },
	{ 127, "2409a159329f4e770a7d8128130497abb1de01ffb6ad389d97d89ebbeeb7f02c" },
	{ 128, "3a9c1e22e20578eebe442238f431befd688bd56698eb7c77d95d3f97d8f58207" },
	{ 129, "956f5da998f608be52587f28902b608909b661f99a1b300e3d3046b4f69f6fb5" },
	{ 183, "298e3ca03867658d8adfe13d84a28c71e1a0a376e7cc39dc531753e86cfe554d" },
	{ 184, "6988d62e2a0d236636b4be137f20b33e55de59a0655fd50b45359afab7967260" },
	{ 191, "62c1107391c5e145e5577267d09df1fdc02fc5e5a03f5dba9d7788d8382d5dff" },
	{ 192, "c1828d1c5542ac4ce1da57e0fb6430a1a25b281c4d422cef968921f4567f9c13" },
	{ 200, "58571ac1c94ce02ff78ca2556530759ff4b9d60ba9d41bee6bb65d0edea9f1c6" },
};

/* Of the digests of the messages of 0 to 200 bytes, one behind the other. */
static const char all_lengths[] =
    "2a7ffeb10f613a3a3b7d9fbfcda95c389294231f60a82a5c3d04c192839a758f";

/* Of the messages 00 01 02 ... of 0 to 63 bytes, under the key 00 01 .. 0f. */
static const uint64_t sip_vectors[64] = {
	0xabac0158050fc4dc,
	0xc9f49bf37d57ca93,
	0x82cb9b024dc7d44d,
	0x8bf80ab8e7ddf7fb,
	0xcf75576088d38328,
	0xdef9d52f49533b67,
	0xc50d2b50c59f22a7,
	0xd3927d989bb11140,
	0x369095118d299a8e,
	0x25a48eb36c063de4,
	0x79de85ee92ff097f,
	0x70c118c1f94dc352,
	0x78a384b157b4d9a2,
	0x306f760c1229ffa7,
	0x605aa111c0f95d34,
	0xd320d86d2a519956,
	0xcc4fdd1a7d908b66,
	0x9cf2689063dbd80c,
	0x8ffc389cb473e63e,
	0xf21f9de58d297d1c,
	0xc0dc2f46a6cce040,
	0xb992abfe2b45f844,
	0x7ffe7b9ba320872e,
	0x525a0e7fdae6c123,
	0xf464aeb267349c8c,
	0x45cd5928705b0979,
	0x3a3e35e3ca9913a5,
	0xa91dc74e4ade3b35,
	0xfb0bed02ef6cd00d,
	0x88d93cb44ab1e1f4,
	0x540f11d643c5e663,
	0x2370dd1f8c21d1bc,
	0x81157b6c16a7b60d,
	0x4d54b9e57a8ff9bf,
	0x759f12781f2a753e,
	0xcea1a3bebf186b91,
	0x2cf508d3ada26206,
	0xb6101c2da3c33057,
	0xb3f47496ae3a36a1,
	0x626b57547b108392,
	0xc1d2363299e41531,
	0x667cc1923f1ad944,
	0x65704ffec8138825,
	0x24f280d1c28949a6,
	0xc2ca1cedfaf8876b,
	0xc2164bfc9f042196,
	0xa16e9c9368b1d623,
	0x49fb169c8b5114fd,
	0x9f3143f8df074c46,
	0xc6fdaf2412cc86b3,
	0x7eaf49d10a52098f,
	0x1cf313559d292f9a,
	0xc44a30dda2f41f12,
	0x36fae98943a71ed0,
	0x318fb34c73f0bce6,
	0xa27abf3670a7e980,
	0xb4bcc0db243c6d75,
	0x23f8d852fdb71513,
	0x8f035f4da67d8a08,
	0xd89cd0e5b7e8f148,
	0xf6f4e6bcf7a644ee,
	0xaec59ad80f1837f2,
	0xc3b2f6154b6694e0,
	0x9d199062b7bbb3a8,
};

typedef void blocks(uint32_t h[8], const unsigned char *p, size_t count);

/* SHA-256 by one way, with the padding done here: of at most 1024 bytes. */
static void
digest_by(blocks *by, const void *p, size_t n, unsigned char digest[32])
{
	struct sha256 s;
	unsigned char padded[1024 + 128] = { 0 };
	size_t count = (n + 8) / 64 + 1;
	sha256_init(&s);
	if (n > 0)
		memcpy(padded, p, n);
	padded[n] = 0x80;
	for (int i = 0; i < 8; i++)
		padded[count * 64 - 1 - (size_t)i] = (unsigned char)((uint64_t)n * 8 >> (8 * i));
	by(s.h, padded, count);
	for (int i = 0; i < 32; i++)
		digest[i] = (unsigned char)(s.h[i / 4] >> (24 - i % 4 * 8));
}

static bool
is_hex(const unsigned char digest[32], const char *hex)
{
	char text[64];
	sha256_hex(digest, 32, text);
	return strlen(hex) == 64 && memcmp(text, hex, 64) == 0;
}

static void
check_digest(const void *p, size_t n, const char *hex)
{
	unsigned char digest[32];
	sha256(p, n, digest);
	CHECK(is_hex(digest, hex));
	digest_by(sha256_blocks_portable, p, n, digest);
	CHECK(is_hex(digest, hex));
	if (sha256_has_ni()) {
		digest_by(sha256_blocks_ni, p, n, digest);
		CHECK(is_hex(digest, hex));
	}
}

static void
fill(unsigned char *message, size_t n)
{
	for (size_t i = 0; i < n; i++)
		message[i] = (unsigned char)((i * 7 + 3) % 251);
}

static void
test_vectors(void)
{
	unsigned char message[200], digest[32], digests[201 * 32];
	for (size_t i = 0; i < sizeof nist / sizeof nist[0]; i++) {
		unit_row(nist[i].message);
		check_digest(nist[i].message, strlen(nist[i].message), nist[i].hex);
	}
	fill(message, sizeof message);
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		unit_row(lengths[i].hex);
		check_digest(message, lengths[i].n, lengths[i].hex);
	}
	unit_row("lengths 0 to 200");
	for (size_t n = 0; n <= 200; n++)
		sha256(message, n, digests + n * 32);
	sha256(digests, sizeof digests, digest);
	CHECK(is_hex(digest, all_lengths));
	for (size_t n = 0; n <= 200; n++)
		digest_by(sha256_blocks_portable, message, n, digests + n * 32);
	sha256(digests, sizeof digests, digest);
	CHECK(is_hex(digest, all_lengths));
}

/* Several blocks at once, from any state. */
static void
test_ways_agree(void)
{
	unsigned char message[64 * 9];
	uint32_t a[8], b[8];
	unit_row("SHA instructions and plain C");
	fill(message, sizeof message);
	for (size_t count = 0; sha256_has_ni() && count <= 8; count++) {
		for (int i = 0; i < 8; i++)
			a[i] = b[i] = 0x9E3779B9u * (uint32_t)(i + 1) * (uint32_t)(count + 1);
		sha256_blocks_portable(a, message + count, count);
		sha256_blocks_ni(b, message + count, count);
		CHECK(memcmp(a, b, sizeof a) == 0);
	}
}

static void
test_pieces(void)
{
	unsigned char message[200], digest[32], whole[32];
	struct sha256 s;
	unit_row("added in pieces");
	fill(message, sizeof message);
	sha256(message, sizeof message, whole);
	for (size_t first = 0; first <= sizeof message; first++) {
		sha256_init(&s);
		sha256_add(&s, message, first);
		sha256_add(&s, message + first, (sizeof message - first) / 2);
		sha256_add(&s, NULL, 0);
		sha256_add(&s, message + first + (sizeof message - first) / 2,
		    sizeof message - first - (sizeof message - first) / 2);
		sha256_end(&s, digest);
		CHECK(memcmp(digest, whole, 32) == 0);
	}
	unit_row("a million times a");
	sha256_init(&s);
	memset(message, 'a', sizeof message);
	for (int i = 0; i < 10000; i++)
		sha256_add(&s, message, 100);
	sha256_end(&s, digest);
	CHECK(is_hex(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
}

/* Two at once give what each gives alone, whatever their lengths. */
static void
test_two(void)
{
	char message[2][200];
	unsigned char two[2][32], one[32];
	unit_row("two at once");
	for (size_t i = 0; i < sizeof message[0]; i++) {
		message[0][i] = (char)(7 * i + 3);
		message[1][i] = (char)(11 * i + 5);
	}
	for (size_t m = 0; m <= 200; m++)
		for (size_t n = m % 3; n <= 200; n += 3) {
			sha256_two(
			    (struct text){ message[0], m }, (struct text){ message[1], n }, two);
			sha256(message[0], m, one);
			CHECK(memcmp(one, two[0], sizeof one) == 0);
			sha256(message[1], n, one);
			CHECK(memcmp(one, two[1], sizeof one) == 0);
		}
}

/* Many at once do, too, however many and whatever their lengths. */
static void
test_many(void)
{
	enum { MOST = 70 };
	static char message[3000];
	static unsigned char many[MOST][32];
	struct text list[MOST];
	unsigned char one[32];
	unit_row("many at once");
	for (size_t i = 0; i < sizeof(message); i++)
		message[i] = (char)(7 * i + i / 256);
	for (size_t round = 0; round < 300; round++) {
		const size_t n = round % (MOST + 1), longest = round % 3 ? 150 : 2000;
		for (size_t i = 0; i < n; i++)
			list[i] = (struct text){ message + i, (round * 31 + i * 7919) % longest };
		sha256_many(list, n, many);
		for (size_t i = 0; i < n; i++) {
			sha256(list[i].p, list[i].n, one);
			CHECK(memcmp(one, many[i], sizeof(one)) == 0);
		}
	}
}

/* The vectors of 16 lanes do as the portable version does. */
static void
test_lanes(void)
{
	unsigned char block[SHA256_LANES][3 * 64];
	const unsigned char *lane[SHA256_LANES];
	uint32_t state[8][SHA256_LANES], want[SHA256_LANES][8];
	unit_row("lanes");
	if (!sha256_has_avx512())
		return;
	for (size_t i = 0; i < SHA256_LANES; i++) {
		for (size_t k = 0; k < sizeof(block[i]); k++)
			block[i][k] = (unsigned char)(k * k + 31 * i);
		for (size_t k = 0; k < 8; k++)
			state[k][i] = want[i][k] = (uint32_t)(0x9e3779b9 * (8 * i + k));
		lane[i] = block[i];
		sha256_blocks_portable(want[i], block[i], 3);
	}
	sha256_blocks_avx512(state, lane, 3);
	for (size_t i = 0; i < SHA256_LANES; i++)
		for (size_t k = 0; k < 8; k++)
			CHECK(state[k][i] == want[i][k]);
}

static void
test_siphash(void)
{
	struct siphash_key key = { UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908) };
	unsigned char message[64];
	unit_row("siphash");
	for (size_t n = 0; n < 64; n++) {
		message[n] = (unsigned char)n;
		CHECK(siphash(key, message, n) == sip_vectors[n]);
	}
	CHECK(siphash(key, NULL, 0) == sip_vectors[0]);
	key.k1++;
	CHECK(siphash(key, message, 63) != sip_vectors[63]);
}

/* The hash by its definition, with the slowest arithmetic there is. */
static unsigned __int128
slow_product(unsigned __int128 a, unsigned __int128 b, unsigned __int128 prime)
{
	unsigned __int128 sum = 0;
	for (; b > 0; b >>= 1) {
		if (b & 1)
			sum = (sum + a) % prime;
		a = (a + a) % prime;
	}
	return sum;
}

static void
slow_vhash(const struct vhash_key *key, const struct text *list, size_t count, unsigned char *out)
{
	const unsigned __int128 prime = ((unsigned __int128)1 << 127) - 1;
	unsigned __int128 h = 1, length[4] = { 0 };
	struct buf padded = { 0 };
	for (size_t i = 0; i < count; i++) {
		buf_text(&padded, list[i]);
		while (padded.n % 16 > 0)
			buf_char(&padded, 0);
		length[i] = list[i].p ? (unsigned __int128)list[i].n + 1 : 0;
	}
	for (size_t at = 0; at <= padded.n; at += 8 * VHASH_WORDS) {
		unsigned __int128 sum = 0;
		for (size_t i = 0; i < VHASH_WORDS && at + 8 * i < padded.n; i += 2) {
			uint64_t m[2];
			memcpy(m, padded.p + at + 8 * i, sizeof(m));
			m[0] += key->word[i];
			m[1] += key->word[i + 1];
			sum += (unsigned __int128)m[0] * m[1];
		}
		h = (slow_product(h, key->point, prime) + sum % ((prime + 1) / 2)) % prime;
	}
	for (size_t i = 0; i < count; i += 2)
		h = (slow_product(h, key->point, prime) + (length[i] << 63 | length[i + 1])) %
		    prime;
	memcpy(out, &h, VHASH_BYTES);
	buf_free(&padded);
}

static void
test_vhash(void)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 31, 240, 255, 256, 257, 272, 900 };
	enum { SIZES = sizeof(sizes) / sizeof(*sizes) };
	unsigned char message[1000], hash[VHASH_BYTES], slow[VHASH_BYTES], other[VHASH_BYTES];
	struct vhash_key key, another;
	bool same = true, differ = true;

	unit_row("vhash");
	fill(message, sizeof message);
	vhash_init(&key, (struct siphash_key){ 1, 2 });
	vhash_init(&another, (struct siphash_key){ 1, 3 });
	for (size_t i = 0; i < SIZES; i++)
		for (size_t k = 0; k < SIZES; k++) {
			struct text list[3] = { { (char *)message, sizes[i] },
				{ (char *)message + 7, sizes[k] }, { (char *)message + 1, 20 } };
			vhash(&key, list, 3, hash);
			slow_vhash(&key, list, 3, slow);
			same = same && memcmp(hash, slow, sizeof hash) == 0;
			vhash(&another, list, 3, other);
			differ = differ && memcmp(hash, other, sizeof hash) != 0;
			list[0].n++; /* a longer text and a shorter one behind it */
			list[1] = (struct text){ list[1].p + 1, sizes[k] ? sizes[k] - 1 : 5 };
			vhash(&key, list, 3, other);
			differ = differ && memcmp(hash, other, sizeof hash) != 0;
		}
	CHECK(same);
	CHECK(differ);
	/* absent, empty and zeros are three */
	struct text list[3] = { { NULL, 0 }, { "", 0 }, { "\0", 1 } };
	for (size_t i = 0; i < 3; i++) {
		vhash(&key, &list[i], 1, hash);
		vhash(&key, &list[(i + 1) % 3], 1, other);
		CHECK(memcmp(hash, other, sizeof hash) != 0);
	}
}

int
main(void)
{
	test_vhash();
	test_vectors();
	test_ways_agree();
	test_pieces();
	test_two();
	test_many();
	test_lanes();
	test_siphash();
	return unit_end();
}
