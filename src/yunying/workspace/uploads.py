"""What has been uploaded. The files themselves are kept by whoever received them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from yunying.core import Clock, NotFound
from yunying.store.ledger import Ledger, Upload


class Uploads:
    """Remembers uploads by id."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock

    def add(self, upload_id: str, project_id: str, name: str, size: int) -> Upload:
        """A file has arrived whole."""
        upload = Upload(id=upload_id, project_id=project_id, name=name, size=size, created_at=self._clock())
        with self._ledger.write() as tx:
            tx.add(upload)
        return upload

    def get(self, project_id: str, upload_id: str) -> Upload:
        """The upload with this id."""
        with self._ledger.read() as tx:
            upload = tx.get(Upload, upload_id)
        if upload is None or upload.project_id != project_id:
            raise NotFound(
                "unknown_upload",
                "This uploaded file is not there any more; upload it again.",
                field="upload_id",
                value=upload_id,
            )
        return upload

    def forget(self, upload_id: str) -> None:
        """The file is gone."""
        with self._ledger.write() as tx:
            tx.execute(delete(Upload).where(Upload.id == upload_id))

    def of_project(self, project_id: str) -> Sequence[Upload]:
        """Every file that was uploaded to a project and is still there."""
        with self._ledger.read() as tx:
            return tx.scalars(select(Upload).where(Upload.project_id == project_id)).all()

    def older_than(self, age: timedelta) -> Sequence[str]:
        """Ids of uploads that nobody came back to."""
        with self._ledger.read() as tx:
            return tx.scalars(select(Upload.id).where(Upload.created_at < self._clock() - age)).all()
