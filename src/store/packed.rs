//! Packs the bytes that articles were read from, and unpacks them. Knows no SQL; an import does it on all processors while
//! one of them writes.

use std::io::Read;

use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use sha2::{Digest, Sha256};

/// Most bytes that are kept of one article: many times what a page has without its pictures.
const MOST: usize = 8 << 20;

/// Bytes that are kept packed, or, when there are too many, only what tells them from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub(super) size: usize,
    /// Their SHA-256.
    pub(super) digest: Vec<u8>,
    /// None when there are too many.
    pub(super) kept: Option<Vec<u8>>,
}

/// Why bytes cannot be had any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its kept source is damaged; import it again")]
pub struct Spoilt;

impl Packed {
    /// Most bytes that are kept of one article.
    pub const MOST: usize = MOST;

    /// Returns how many bytes there are.
    pub const fn len(&self) -> usize {
        self.size
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Returns how many bytes they take as they are kept.
    pub fn weight(&self) -> usize {
        self.kept.as_ref().map_or(0, Vec::len)
    }

    /// Whether there were too many to keep them.
    pub const fn is_too_large(&self) -> bool {
        self.kept.is_none()
    }

    /// Returns the bytes; none when there were too many to keep them.
    ///
    /// # Errors
    /// When what is kept is not what was packed.
    pub fn unpack(&self) -> Result<Option<Vec<u8>>, Spoilt> {
        let Some(packed) = &self.kept else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        // A file that is damaged, or a stranger's, may claim anything: one byte more than wanted tells.
        let mut from = DeflateDecoder::new(packed.as_slice()).take(self.size.min(MOST) as u64 + 1);
        from.read_to_end(&mut bytes).map_err(|_| Spoilt)?;
        if bytes.len() != self.size || Sha256::digest(&bytes).as_slice() != self.digest {
            return Err(Spoilt);
        }
        Ok(Some(bytes))
    }
}

/// Packs bytes; what it needs for that it keeps for the next.
#[derive(Debug, Default)]
pub struct Packer {
    compress: Option<Compress>,
}

impl Packer {
    /// Packs bytes, fast rather than small.
    pub fn pack(&mut self, bytes: &[u8]) -> Packed {
        Packed {
            size: bytes.len(),
            digest: Sha256::digest(bytes).to_vec(),
            kept: (bytes.len() <= MOST)
                .then(|| self.deflated(bytes))
                .flatten(),
        }
    }

    fn deflated(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        let compress = self
            .compress
            .get_or_insert_with(|| Compress::new(Compression::fast(), false));
        compress.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 2 + 128);
        loop {
            let read = usize::try_from(compress.total_in()).ok()?;
            let rest = bytes.get(read..)?;
            let status = compress.compress_vec(rest, &mut packed, FlushCompress::Finish);
            match status.ok()? {
                Status::StreamEnd => return Some(packed),
                Status::Ok | Status::BufError => packed.reserve(packed.capacity() / 2 + 128),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing(vec![])]
    #[case::words(b"The ferry stops. ".repeat(1_000))]
    #[case::most(vec![b'a'; MOST])]
    #[case::noise((0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect())]
    fn bytes_come_back_as_they_went_in(#[case] bytes: Vec<u8>) {
        let mut packer = Packer::default();
        packer.pack(b"something before");
        let packed = packer.pack(&bytes);
        assert_eq!(packed.len(), bytes.len());
        assert_eq!(packed.unpack(), Ok(Some(bytes)));
    }

    #[test]
    fn words_take_less_room() {
        let bytes = b"The ferry stops in the harbour. ".repeat(100);
        assert!(Packer::default().pack(&bytes).weight() < bytes.len() / 10);
    }

    #[test]
    fn too_many_are_not_kept_but_known_again() {
        let mut packer = Packer::default();
        let bytes = vec![b'a'; MOST + 1];
        let packed = packer.pack(&bytes);
        assert!(packed.is_too_large());
        assert_eq!(packed.unpack(), Ok(None));
        assert_eq!(packed, packer.pack(&bytes));
    }

    #[test]
    fn what_is_not_what_was_packed_is_never_given_out() {
        let sound = Packer::default().pack(&b"The ferry stops. ".repeat(100));
        let bomb = Packer::default().pack(&vec![0; MOST]).kept;
        let cut = sound.kept.clone().map(|it| it[..it.len() / 2].to_vec());
        for kept in [bomb, cut, Some(vec![]), Some(vec![255; 50])] {
            let spoilt = Packed {
                kept,
                ..sound.clone()
            };
            assert_eq!(spoilt.unpack(), Err(Spoilt));
        }
        let other = Packed {
            digest: vec![0; 32],
            ..sound
        };
        assert_eq!(other.unpack(), Err(Spoilt));
    }

    proptest! {
        #[test]
        fn whatever_they_are(all in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..3_000), 1..4)) {
            let mut packer = Packer::default();
            for bytes in all {
                prop_assert_eq!(packer.pack(&bytes).unpack(), Ok(Some(bytes)));
            }
        }
    }
}
