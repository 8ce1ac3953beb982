export { Uploads, type StoredUpload, type Uploader } from './uploads.js';
