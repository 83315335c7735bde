// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { BitMaps } from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

import { IDatanetRegistry } from "./interfaces/IDatanetRegistry.sol";
import { ITrainingFees } from "./interfaces/ITrainingFees.sol";
import { ExactTransfer } from "./libraries/ExactTransfer.sol";
import { LeafHash } from "./libraries/LeafHash.sol";
import { PlainRange } from "./libraries/PlainRange.sol";
import { PrefixSum } from "./libraries/PrefixSum.sol";
import { Curator } from "./types/Curator.sol";

/// @title Training fees, shared out among the records of a version
/// @dev Created by `DatanetRegistry`, so that both know each other by immutable addresses. Invariant: what this holds ≥
/// the balances + what is not shared out of the pools.
contract TrainingFees is ITrainingFees {
    using BitMaps for BitMaps.BitMap;
    using ExactTransfer for IERC20;
    using SafeERC20 for IERC20;

    uint16 public constant BURN_BPS = 200;
    uint32 public constant RUN = 128;

    /// @notice OPEN.
    IERC20 public immutable token;
    /// @notice Says what a version is, who may use it at what fee, and whom it pays.
    IDatanetRegistry public immutable datanetRegistry;

    /// @inheritdoc ITrainingFees
    mapping(address account => uint128) public balanceOf;
    mapping(bytes32 paymentId => Payment) private _payments;
    mapping(bytes32 paymentId => BitMaps.BitMap) private _sharedRuns;

    /// @param token_ OPEN.
    /// @param datanetRegistry_ Says what a version is, who may use it at what fee, and whom it pays.
    constructor(IERC20 token_, IDatanetRegistry datanetRegistry_) {
        require(address(token_) != address(0) && address(datanetRegistry_) != address(0), ZeroAddress());
        (token, datanetRegistry) = (token_, datanetRegistry_);
    }

    /// @inheritdoc ITrainingFees
    function pay(bytes32 root) external returns (uint128 fee) {
        (bytes32 datanetId, uint64 number,,) = datanetRegistry.versionOf(root);
        require(number != 0, UnknownVersion(root));
        IDatanetRegistry.Grant memory grant = datanetRegistry.grantOf(datanetId, msg.sender);
        require(grant.expiry >= block.timestamp, AccessNotGranted(datanetId, msg.sender));
        fee = grant.trainingFee;
        require(fee > 0, NoFee(datanetId, msg.sender));
        Payment storage payment = _payments[_idOf(root, msg.sender)];
        require(payment.paidAt == 0, AlreadyPaid(root, msg.sender));
        uint128 burned = SafeCast.toUint128(uint256(fee) * BURN_BPS / PrefixSum.BPS);

        (payment.fee, payment.paidAt) = (fee, uint64(block.timestamp));
        uint128 pool = fee - burned - _creditRate(datanetId, fee - burned);
        payment.pool = pool;
        emit TrainingFeePaid(root, datanetId, msg.sender, fee, burned, pool);

        token.pull(msg.sender, fee);
        if (burned > 0) ERC20Burnable(address(token)).burn(burned);
    }

    /// @inheritdoc ITrainingFees
    function share(bytes32 root, address developer, uint32 run, Line[] calldata lines, bytes32[] calldata siblings)
        external
        returns (uint128 amount)
    {
        bytes32 paymentId = _idOf(root, developer);
        Payment storage payment = _payments[paymentId];
        require(payment.paidAt != 0, NotPaid(root, developer));
        require(!_sharedRuns[paymentId].get(run), AlreadyShared(root, developer, run));
        require(_isRun(root, run, lines, siblings), WrongRun(run, lines.length));

        _sharedRuns[paymentId].set(run);
        amount = _credit(root, payment, uint256(run) * RUN, lines);
        payment.shared += amount;
        emit TrainingFeeShared(root, developer, run, amount);
    }

    /// @inheritdoc ITrainingFees
    function withdraw(address account) external returns (uint128 amount) {
        amount = balanceOf[account];
        require(amount > 0, NothingToWithdraw(account));

        balanceOf[account] = 0;
        emit FeeBalanceWithdrawn(account, amount);

        token.safeTransfer(account, amount);
    }

    /// @inheritdoc ITrainingFees
    function paymentOf(bytes32 root, address developer) external view returns (Payment memory) {
        return _payments[_idOf(root, developer)];
    }

    /// @inheritdoc ITrainingFees
    function isShared(bytes32 root, address developer, uint32 run) external view returns (bool) {
        return _sharedRuns[_idOf(root, developer)].get(run);
    }

    /// @dev Credits curators and owner with the rate part of `amount`; answers that part.
    function _creditRate(bytes32 datanetId, uint128 amount) private returns (uint128 rate) {
        IDatanetRegistry.Datanet memory datanet = datanetRegistry.datanetOf(datanetId);
        (rate,) = PrefixSum.splitRecord(amount, datanet.curatorRateBps);
        Curator[] memory curators = datanetRegistry.curatorsAt(datanetId, uint64(block.timestamp));
        uint64 running = 0;
        uint128 left = rate;
        for (uint256 i = 0; i < curators.length; ++i) {
            uint128 part = PrefixSum.part(rate, running, running + curators[i].bps, PrefixSum.BPS);
            running += curators[i].bps;
            left -= part;
            balanceOf[curators[i].account] += part;
        }
        balanceOf[datanet.owner] += left;
    }

    /// @dev Credits a run's records with their parts; answers the sum.
    function _credit(bytes32 root, Payment storage payment, uint256 first, Line[] calldata lines)
        private
        returns (uint128 amount)
    {
        (bytes32 datanetId,, uint32 count,) = datanetRegistry.versionOf(root);
        uint256 pool = payment.pool;
        uint64 paidAt = payment.paidAt;
        for (uint256 i = 0; i < lines.length; ++i) {
            uint128 part = SafeCast.toUint128(pool * (first + i + 1) / count - pool * (first + i) / count);
            balanceOf[_payeeOf(datanetId, lines[i], paidAt)] += part;
            amount += part;
        }
    }

    /// @dev The contributor, or the pot of the dispute that froze the record when the fee was paid.
    function _payeeOf(bytes32 datanetId, Line calldata line, uint64 paidAt) private view returns (address) {
        bytes32 disputeId = datanetRegistry.disputeAt(datanetId, line.contributor, line.commitment, paidAt);
        return disputeId == 0 ? line.contributor : datanetRegistry.potOf(disputeId);
    }

    function _isRun(bytes32 root, uint32 run, Line[] calldata lines, bytes32[] calldata siblings)
        private
        view
        returns (bool)
    {
        (,, uint32 count,) = datanetRegistry.versionOf(root);
        uint256 first = uint256(run) * RUN;
        if (first >= count || lines.length != (count - first < RUN ? count - first : RUN)) return false;
        bytes32[] memory leaves = new bytes32[](lines.length);
        for (uint256 i = 0; i < lines.length; ++i) {
            leaves[i] = LeafHash.version(lines[i].commitment, lines[i].contributor);
        }
        // Below `count`, which fits.
        // forge-lint: disable-next-line(unsafe-typecast)
        return PlainRange.verifyInPlace(root, count, uint32(first), leaves, siblings);
    }

    function _idOf(bytes32 root, address developer) private pure returns (bytes32) {
        return keccak256(abi.encode(root, developer));
    }
}
