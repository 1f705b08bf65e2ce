//! A bucket of a store that speaks S3, as settings name it.

use object_store::{
    ClientOptions, Error, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path,
};
use std::{fmt, str::FromStr, time::Duration};

/// A request to the store that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);
/// A request that failed is repeated for so long.
const REPEAT_FOR: Duration = Duration::from_secs(30);

/// Where files lie, and what opens it.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Folder within it; empty for all of it.
    pub prefix: String,
    /// Address of the store; empty for Amazon's own.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// Name of the key.
    pub key_id: String,
    /// The key itself.
    pub secret: String,
}

/// A text is no address of a bucket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("write it as s3://bucket or s3://bucket/folder")]
pub struct NoBucket;

impl fmt::Debug for Bucket {
    /// Without what opens it, because debug output reaches logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("name", &self.name).finish_non_exhaustive()
    }
}

impl FromStr for Bucket {
    type Err = NoBucket;

    /// The address; region, endpoint and keys are added by who knows them.
    fn from_str(text: &str) -> Result<Self, NoBucket> {
        let rest = text.strip_prefix("s3://").ok_or(NoBucket)?;
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'.' | b'-' | b'_');
        if name.is_empty() || !name.bytes().all(plain) {
            return Err(NoBucket);
        }
        let prefix = prefix.trim_matches('/');
        if !prefix.bytes().all(|sign| plain(sign) || sign == b'/') || prefix.contains("..") {
            return Err(NoBucket);
        }
        Ok(Self {
            name: name.to_owned(),
            prefix: prefix.to_owned(),
            endpoint: String::new(),
            region: "us-east-1".to_owned(),
            key_id: String::new(),
            secret: String::new(),
        })
    }
}

impl Bucket {
    /// The client of the store, and the folder within the bucket.
    pub(crate) fn open(&self) -> Result<(AmazonS3, Option<Path>), Error> {
        let is_plain = self.endpoint.starts_with("http://");
        let options = ClientOptions::new().with_timeout(PATIENCE).with_allow_http(is_plain);
        let retries = RetryConfig { retry_timeout: REPEAT_FOR, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_client_options(options)
            .with_retry(retries);
        if !self.endpoint.is_empty() {
            // Stores of others know a bucket by the path and not by a name of its own.
            builder =
                builder.with_endpoint(&self.endpoint).with_virtual_hosted_style_request(false);
        }
        if !self.key_id.is_empty() {
            builder = builder.with_access_key_id(&self.key_id).with_secret_access_key(&self.secret);
        }
        let prefix = (!self.prefix.is_empty()).then(|| Path::from(self.prefix.as_str()));
        Ok((builder.build()?, prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_bucket_and_folder() {
        let bucket: Bucket = "s3://callboard-files/desk/media/".parse().unwrap();
        assert_eq!(
            (bucket.name.as_str(), bucket.prefix.as_str()),
            ("callboard-files", "desk/media")
        );
        for wrong in ["", "s3://", "file:///x", "s3://a b", "s3://a/../b", "s3:///x"] {
            assert_eq!(wrong.parse::<Bucket>(), Err(NoBucket), "{wrong}");
        }
    }

    #[test]
    fn debug_output_hides_the_key() {
        let bucket = Bucket { secret: "hidden".to_owned(), .."s3://a".parse().unwrap() };
        assert!(!format!("{bucket:?}").contains("hidden"));
    }
}
