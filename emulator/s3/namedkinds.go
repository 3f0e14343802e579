package s3

import "crossfront/emulator/s3/settings"

// The four kinds of configurations that have ids. None has an effect.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketMetricsConfigurations.html
// and its like.

func (c *call) putMetrics() (*answer, error)    { return putNamed[settings.Metrics](c, metrics()) }
func (c *call) getMetrics() (*answer, error)    { return getNamed(c, metrics()) }
func (c *call) listMetrics() (*answer, error)   { return listNamed(c, metrics()) }
func (c *call) deleteMetrics() (*answer, error) { return deleteNamed(c, metrics()) }

func (c *call) putAnalytics() (*answer, error)    { return putNamed[settings.Analytics](c, analytics()) }
func (c *call) getAnalytics() (*answer, error)    { return getNamed(c, analytics()) }
func (c *call) listAnalytics() (*answer, error)   { return listNamed(c, analytics()) }
func (c *call) deleteAnalytics() (*answer, error) { return deleteNamed(c, analytics()) }

func (c *call) putInventory() (*answer, error)    { return putNamed[settings.Inventory](c, inventory()) }
func (c *call) getInventory() (*answer, error)    { return getNamed(c, inventory()) }
func (c *call) listInventory() (*answer, error)   { return listNamed(c, inventory()) }
func (c *call) deleteInventory() (*answer, error) { return deleteNamed(c, inventory()) }

func (c *call) putTiering() (*answer, error)    { return putNamed[settings.Tiering](c, tiering()) }
func (c *call) getTiering() (*answer, error)    { return getNamed(c, tiering()) }
func (c *call) listTiering() (*answer, error)   { return listNamed(c, tiering()) }
func (c *call) deleteTiering() (*answer, error) { return deleteNamed(c, tiering()) }
